import type { AlarmPriority } from '@beatwatch/contracts';
import type { JudgedRun } from './judge-alarms.ts';

/** An event without an alarm in time. */
export interface MissedEvent {
  readonly record: string;
  readonly kind: string;
  readonly onsetSeconds: number;
  readonly beats?: number;
}

export const missedEvents = (outcomes: readonly Pick<JudgedRun, 'name' | 'events'>[]): MissedEvent[] =>
  outcomes.flatMap(({ name, events }) =>
    events
      .filter(({ secondsToAlarm }) => secondsToAlarm === undefined)
      .map(({ kind, onsetSeconds, beats }) => ({
        record: name,
        kind,
        onsetSeconds,
        ...(beats !== undefined && { beats }),
      })),
  );

/** A clinical alarm whose claim does not hold by the annotations. */
export interface FalseAlarm {
  readonly record: string;
  readonly kind: string;
  readonly priority: AlarmPriority;
  readonly seconds: number;
}

export const falseAlarms = (outcomes: readonly Pick<JudgedRun, 'name' | 'falseAlarms'>[]): FalseAlarm[] =>
  outcomes.flatMap(({ name, falseAlarms: alarms }) =>
    alarms.map(({ kind, priority, seconds }) => ({ record: name, kind, priority, seconds })),
  );
