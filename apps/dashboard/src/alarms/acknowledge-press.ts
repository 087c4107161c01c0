import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { awaitsAcknowledgement } from '../live/status.ts';

/** The patient who is shown large, and the alarm that the next press acknowledges. */
export interface Selection {
  readonly patientId: PatientId;
  /** Absent where the patient was chosen without an alarm in mind. */
  readonly alarmId?: string | undefined;
}

export type Press =
  | { readonly does: 'select'; readonly alarm: AlarmEvent }
  | { readonly does: 'acknowledge'; readonly alarm: AlarmEvent };

/**
 * What key A does. The first press shows an alarm, the second acknowledges that one and no other: the selected patient's
 * most urgent alarm, without one there the most urgent of all. Undefined where nothing waits for anybody.
 * @param alarms open alarms, the most urgent first
 */
export function acknowledgePress(
  alarms: readonly AlarmEvent[],
  selected: Selection | undefined,
): Press | undefined {
  const waiting = alarms.filter(awaitsAcknowledgement);
  const own = waiting.filter(({ patientId }) => patientId === selected?.patientId);
  const shown = own.find(({ alarmId }) => alarmId === selected?.alarmId);
  // What has come since is more urgent, and nobody has looked at it.
  if (shown !== undefined && shown === own[0]) return { does: 'acknowledge', alarm: shown };
  const next = own[0] ?? waiting[0];
  return next === undefined ? undefined : { does: 'select', alarm: next };
}
