import type { AlarmId, PatientId } from './ids.ts';
import type { AlarmEvent } from './messages.ts';

/** Whose alarms make no sound for a while: those of every ward, of one ward, or one alarm alone. */
export type SilenceScope = 'all' | `ward:${string}` | `alarm:${string}`;

/** How it ended before its time: by a person, or by an alarm that it does not cover. */
interface SilenceEnd {
  /** Epoch time on the gateway's clock. */
  readonly atMs: number;
  readonly actor?: string;
  readonly alarmId?: AlarmId;
}

/** Alarms are muted on every screen, for a time: the states 'audio paused' of IEC 60601-1-8, of all alarms or of one. */
export interface Silence {
  readonly silenceId: string;
  readonly scope: SilenceScope;
  /** Of an alarm's silence. */
  readonly patientId?: PatientId;
  /** Who asked for it. */
  readonly actor: string;
  /** Epoch times on the gateway's clock. */
  readonly startedMs: number;
  readonly untilMs: number;
  /** The alarms that were urgent, or meant, when it began, each by its newest change then. */
  readonly covers: readonly Pick<AlarmEvent, 'alarmId' | 'changeNumber'>[];
  readonly end?: SilenceEnd;
}

/** How long a silence may last, seconds. A longer one is asked for again, by somebody who looks again. */
export const silenceSeconds = { min: 30, max: 180, usual: 120 } as const;

export const alarmScope = (id: AlarmId): SilenceScope => `alarm:${id}`;

export const isInForce = ({ untilMs, end }: Silence, nowMs: number): boolean =>
  end === undefined && nowMs < untilMs;

/** What no pause of a ward mutes unless it was there when the pause began. */
const isUrgent = ({ priority, escalated }: Pick<AlarmEvent, 'priority' | 'escalated'>): boolean =>
  priority === 'high' || escalated === true;

/**
 * Whether a silence mutes an alarm of its scope. Who pauses the sound knows what sounds then: whatever becomes urgent later
 * is heard, and so is every later change of an alarm that was silenced by itself.
 */
export function mutes(
  { scope, covers }: Pick<Silence, 'scope' | 'covers'>,
  alarm: Pick<AlarmEvent, 'alarmId' | 'changeNumber' | 'priority' | 'escalated'>,
): boolean {
  const isCovered = covers.some(
    ({ alarmId, changeNumber }) => alarmId === alarm.alarmId && changeNumber >= alarm.changeNumber,
  );
  if (scope.startsWith('alarm:')) return isCovered;
  return isCovered || !isUrgent(alarm);
}

/** Whether a patient's alarms are within a scope. */
export function isInScope(
  scope: SilenceScope,
  { alarmId }: Pick<AlarmEvent, 'alarmId'>,
  ward: string | undefined,
): boolean {
  if (scope === 'all') return true;
  if (scope.startsWith('alarm:')) return scope === alarmScope(alarmId);
  return ward !== undefined && scope === `ward:${ward}`;
}
