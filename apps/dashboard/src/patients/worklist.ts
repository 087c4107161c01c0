import { isTechnical } from '@beatwatch/contracts';
import type { DirectoryEntry } from '@beatwatch/timescale';
import type { PatientSummary } from '../live/live-patient.ts';

/** Why there is something to do for a patient. */
export const reasons = ['alarm', 'task', 'no-data', 'away', 'no-ward'] as const;
export type Reason = (typeof reasons)[number];

/**
 * @param live what the page hears of the patient; undefined where nothing has come since the gateway runs
 * @param hasTask whether staff have written an open task
 */
export function reasonsOf(
  entry: DirectoryEntry,
  live: PatientSummary | undefined,
  hasTask: boolean,
): readonly Reason[] {
  const kind = live?.status.kind;
  const isAway = entry.standbyUntilUs !== undefined;
  const isMissing = kind === undefined || kind === 'no-data' || kind === 'waiting';
  const alarm = live !== undefined && 'alarm' in live.status ? live.status.alarm : undefined;
  const hasAlarm = entry.openAlarms > 0 || (alarm !== undefined && !isTechnical(alarm.kind));
  return [
    ...(hasAlarm ? (['alarm'] as const) : []),
    ...(hasTask ? (['task'] as const) : []),
    ...(isMissing && !isAway && entry.admission !== 'discharged' ? (['no-data'] as const) : []),
    ...(isAway ? (['away'] as const) : []),
    ...(entry.ward === 'unassigned' ? (['no-ward'] as const) : []),
  ];
}
