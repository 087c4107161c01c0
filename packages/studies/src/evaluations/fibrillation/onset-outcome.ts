import { isTechnical, type AlarmKind } from '@beatwatch/contracts';
import { alarmWithinSeconds, type AlarmHistory } from '../../alarm-outcomes/alarm-outcome.ts';
import type { RhythmEvent } from '../../reference/rhythm-events.ts';

/** The alarms at one onset of fibrillation. */
export interface OnsetOutcome {
  readonly record: string;
  readonly onsetSeconds: number;
  readonly endSeconds: number;
  /** Clinical alarms that were active at the onset or raised within 10 s of it, in order. */
  readonly alarmedBy: readonly AlarmKind[];
  /** To the first of these, 0 if it was active already; absent if none came in time. */
  readonly secondsToAlarm?: number;
  /** To the alarm of ventricular fibrillation; absent if it did not come in time. */
  readonly secondsToFibrillationAlarm?: number;
}

/** Assigns clinical alarms to the onsets of one record. */
export function onsetOutcomes(
  record: string,
  episodes: readonly RhythmEvent[],
  { open }: AlarmHistory,
): OnsetOutcome[] {
  const clinical = open.filter(({ kind }) => !isTechnical(kind)).toSorted((a, b) => a.from - b.from);
  return episodes.map(({ onsetSeconds, endSeconds }) => {
    const until = onsetSeconds + alarmWithinSeconds;
    const inTime = clinical.filter(({ from, to }) => from <= until && to >= onsetSeconds);
    const [first] = inTime;
    const fibrillation = inTime.find(({ kind }) => kind === 'ventricular-fibrillation');
    const delay = (from: number): number => Math.max(0, from - onsetSeconds);
    return {
      record,
      onsetSeconds,
      endSeconds,
      alarmedBy: [...new Set(inTime.map(({ kind }) => kind))],
      ...(first !== undefined && { secondsToAlarm: delay(first.from) }),
      ...(fibrillation !== undefined && { secondsToFibrillationAlarm: delay(fibrillation.from) }),
    };
  });
}
