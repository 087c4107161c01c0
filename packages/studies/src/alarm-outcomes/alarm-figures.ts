import { alarmKinds, isTechnical, type AlarmKind } from '@beatwatch/contracts';
import { medianIfAny } from '../ranking/beat-figures.ts';
import type { AlarmedEvent } from './alarm-outcome.ts';

/** A clinical alarm and whether the annotations support its claim. */
interface JudgedAlarm {
  readonly kind: AlarmKind;
  readonly seconds: number;
  readonly isTrue: boolean;
}

/** The alarms over one recording. */
export interface AlarmOutcome {
  readonly name: string;
  readonly recordSeconds: number;
  readonly alarms: readonly JudgedAlarm[];
  readonly events: readonly AlarmedEvent[];
  readonly technicalSeconds: number;
}

export interface AlarmFigures {
  readonly hours: number;
  readonly trueAlarms: number;
  readonly falseAlarms: number;
  readonly trueAlarmsPerHour: number;
  readonly falseAlarmsPerHour: number;
  /** Over the records without any ventricular run or fibrillation; absent if each has one. */
  readonly falseAlarmsPerHourWithoutEvents?: number;
  readonly recordsWithoutEvents: number;
  readonly alarmsByKind: Readonly<
    Partial<Record<AlarmKind, { readonly true: number; readonly false: number }>>
  >;
  /** Ventricular runs and onsets of fibrillation. */
  readonly events: number;
  /** Absent if there is no event. */
  readonly eventsAlarmedWithin10s?: number;
  /** Over the events with an alarm. */
  readonly medianSecondsToAlarm?: number;
  /** Share of the time in which a technical alarm was active. */
  readonly technicalShare: number;
}

/** @param outcomes of one record or of several together */
export function alarmFigures(outcomes: readonly AlarmOutcome[]): AlarmFigures {
  const hours = hoursOf(outcomes);
  const alarms = outcomes.flatMap((outcome) => outcome.alarms);
  const events = outcomes.flatMap((outcome) => outcome.events);
  const times = events.flatMap(({ secondsToAlarm }) => secondsToAlarm ?? []);
  const falseAlarms = alarms.filter(({ isTrue }) => !isTrue).length;
  const trueAlarms = alarms.length - falseAlarms;
  const quiet = outcomes.filter((outcome) => outcome.events.length === 0);
  const falseOnQuiet = quiet.flatMap((outcome) => outcome.alarms).filter(({ isTrue }) => !isTrue).length;
  const medianSeconds = medianIfAny(times);
  return {
    hours,
    trueAlarms,
    falseAlarms,
    trueAlarmsPerHour: trueAlarms / hours,
    falseAlarmsPerHour: falseAlarms / hours,
    ...(quiet.length > 0 && { falseAlarmsPerHourWithoutEvents: falseOnQuiet / hoursOf(quiet) }),
    recordsWithoutEvents: quiet.length,
    alarmsByKind: byKind(alarms),
    events: events.length,
    ...(events.length > 0 && { eventsAlarmedWithin10s: times.length / events.length }),
    ...(medianSeconds !== undefined && { medianSecondsToAlarm: medianSeconds }),
    technicalShare: outcomes.reduce((sum, outcome) => sum + outcome.technicalSeconds, 0) / (3600 * hours),
  };
}

const hoursOf = (outcomes: readonly AlarmOutcome[]): number =>
  outcomes.reduce((sum, { recordSeconds }) => sum + recordSeconds, 0) / 3600;

function byKind(alarms: readonly JudgedAlarm[]): AlarmFigures['alarmsByKind'] {
  const counts: Partial<Record<AlarmKind, { true: number; false: number }>> = {};
  for (const kind of alarmKinds.filter((candidate) => !isTechnical(candidate))) {
    const members = alarms.filter((alarm) => alarm.kind === kind);
    const right = members.filter(({ isTrue }) => isTrue).length;
    if (members.length > 0) counts[kind] = { true: right, false: members.length - right };
  }
  return counts;
}
