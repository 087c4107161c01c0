import { alarmKinds, isTechnical, type AlarmKind } from '@beatwatch/contracts';
import type { Interval } from '@beatwatch/statistics';
import { medianIfAny } from '../ranking/beat-figures.ts';
import { sounds, type AlarmedEvent } from './alarm-outcome.ts';
import type { Verdict } from './alarm-verdicts.ts';
import { patientIntervals } from './bootstrap.ts';
import type { ListedAlarm } from './listed-alarm.ts';

/** A span in which an alarm was open or latched, in seconds. */
interface ListedSpan {
  readonly kind: AlarmKind;
  readonly from: number;
  readonly to: number;
}

/** The alarms over one recording. */
export interface AlarmOutcome {
  readonly name: string;
  readonly recordSeconds: number;
  /** Every alarm, the technical ones too. */
  readonly alarms: readonly ListedAlarm[];
  /** Active or acknowledged. */
  readonly open: readonly ListedSpan[];
  /** Over, and not acknowledged. */
  readonly latched: readonly ListedSpan[];
  readonly events: readonly AlarmedEvent[];
  readonly atrialFibrillation: {
    readonly annotatedSeconds: number;
    readonly alarmedSeconds: number;
    readonly bothSeconds: number;
  };
  readonly technicalSeconds: number;
}

/** Figures that have an interval. */
const intervalNames = [
  'falseAlarmsPerHour',
  'soundingFalseAlarmsPerHour',
  'highFalseAlarmsPerHour',
  'eventsAlarmedWithin10s',
  'medianSecondsToAlarm',
] as const;
type IntervalName = (typeof intervalNames)[number];

interface KindCounts {
  readonly true: number;
  readonly false: number;
  /** Not right, but another alarm at least as urgent would have been. */
  readonly misnamed: number;
  /** Nothing in the data set tells whether it is right. */
  readonly unchecked: number;
}

interface EventFigures {
  /** Ventricular runs, and onsets of ventricular tachycardia and fibrillation. */
  readonly events: number;
  /** Share; absent if there is no event. */
  readonly eventsAlarmedWithin10s?: number;
  /** Over the events with an alarm. */
  readonly medianSecondsToAlarm?: number;
}

export interface AlarmFigures extends EventFigures {
  readonly hours: number;
  /** Clinical alarms. */
  readonly trueAlarms: number;
  readonly falseAlarms: number;
  readonly misnamedAlarms: number;
  readonly uncheckedAlarms: number;
  readonly trueAlarmsPerHour: number;
  readonly falseAlarmsPerHour: number;
  /** Of medium or high priority: those that people hear. */
  readonly soundingFalseAlarms: number;
  readonly soundingFalseAlarmsPerHour: number;
  readonly highFalseAlarms: number;
  readonly highFalseAlarmsPerHour: number;
  /** Of the alarms that sound, over the records without any event; absent if each has one. */
  readonly falseAlarmsPerHourWithoutEvents?: number;
  readonly recordsWithoutEvents: number;
  readonly alarmsByKind: Readonly<Partial<Record<AlarmKind, KindCounts>>>;
  readonly falseAlarmsPerHourByKind: Readonly<Partial<Record<AlarmKind, number>>>;
  readonly eventsByKind: Readonly<Record<string, EventFigures>>;
  /** Shares of the annotated time with an alarm, and of the time with an alarm that is annotated. */
  readonly atrialFibrillation?: { readonly sensitivity?: number; readonly positivePredictivity?: number };
  /** Share of the time in which a technical alarm was active. */
  readonly technicalShare: number;
}

/** 95 % intervals over patients. */
export type AlarmIntervals = Readonly<Partial<Record<IntervalName, Interval>>>;

/** @param outcomes of one record or of several together */
export function alarmFigures(outcomes: readonly AlarmOutcome[]): AlarmFigures {
  const hours = hoursOf(outcomes);
  const alarms = clinicalAlarms(outcomes);
  const wrong = alarms.filter(isFalse);
  const sounding = wrong.filter(({ priority }) => sounds(priority));
  const high = wrong.filter(({ priority }) => priority === 'high');
  const quiet = outcomes.filter(({ events }) => events.length === 0);
  const falseOnQuiet = clinicalAlarms(quiet).filter((alarm) => isFalse(alarm) && sounds(alarm.priority));
  const events = outcomes.flatMap((outcome) => outcome.events);
  const right = countOf(alarms, 'right');
  const perHour = (count: number): number => count / hours;
  const alarmsByKind = byKind(alarms);
  const atrialFibrillation = atrialShares(outcomes);
  return {
    hours,
    trueAlarms: right,
    falseAlarms: wrong.length,
    misnamedAlarms: countOf(alarms, 'misnamed'),
    uncheckedAlarms: countOf(alarms, 'unchecked'),
    trueAlarmsPerHour: perHour(right),
    falseAlarmsPerHour: perHour(wrong.length),
    soundingFalseAlarms: sounding.length,
    soundingFalseAlarmsPerHour: perHour(sounding.length),
    highFalseAlarms: high.length,
    highFalseAlarmsPerHour: perHour(high.length),
    ...(quiet.length > 0 && { falseAlarmsPerHourWithoutEvents: falseOnQuiet.length / hoursOf(quiet) }),
    recordsWithoutEvents: quiet.length,
    alarmsByKind,
    falseAlarmsPerHourByKind: Object.fromEntries(
      Object.entries(alarmsByKind).map(([kind, counts]) => [kind, perHour(counts.false)]),
    ),
    ...eventFigures(events),
    eventsByKind: Object.fromEntries(
      [...new Set(events.map(({ kind }) => kind))]
        .sort()
        .map((kind) => [kind, eventFigures(events.filter((event) => event.kind === kind))]),
    ),
    ...(atrialFibrillation && { atrialFibrillation }),
    technicalShare: outcomes.reduce((sum, outcome) => sum + outcome.technicalSeconds, 0) / (3600 * hours),
  };
}

export const alarmIntervals = (outcomes: readonly AlarmOutcome[]): AlarmIntervals =>
  patientIntervals(outcomes, (drawn) => {
    const figures: Partial<Record<IntervalName, number>> = alarmFigures(drawn);
    return Object.fromEntries(intervalNames.map((name) => [name, figures[name]])) as Record<
      IntervalName,
      number | undefined
    >;
  });

const clinicalAlarms = (outcomes: readonly AlarmOutcome[]): ListedAlarm[] =>
  outcomes.flatMap(({ alarms }) => alarms).filter(({ kind }) => !isTechnical(kind));

const isFalse = ({ verdict }: Pick<ListedAlarm, 'verdict'>): boolean => verdict === 'refuted';

const countOf = (alarms: readonly ListedAlarm[], verdict: Verdict): number =>
  alarms.filter((alarm) => alarm.verdict === verdict).length;

const hoursOf = (outcomes: readonly AlarmOutcome[]): number =>
  outcomes.reduce((sum, { recordSeconds }) => sum + recordSeconds, 0) / 3600;

function eventFigures(events: readonly AlarmedEvent[]): EventFigures {
  const times = events.flatMap(({ secondsToAlarm }) => secondsToAlarm ?? []);
  const medianSeconds = medianIfAny(times);
  return {
    events: events.length,
    ...(events.length > 0 && { eventsAlarmedWithin10s: times.length / events.length }),
    ...(medianSeconds !== undefined && { medianSecondsToAlarm: medianSeconds }),
  };
}

function atrialShares(outcomes: readonly AlarmOutcome[]): AlarmFigures['atrialFibrillation'] {
  const sum = (key: keyof AlarmOutcome['atrialFibrillation']): number =>
    outcomes.reduce((total, { atrialFibrillation }) => total + atrialFibrillation[key], 0);
  const [annotated, alarmed, both] = [sum('annotatedSeconds'), sum('alarmedSeconds'), sum('bothSeconds')];
  if (annotated === 0) return undefined;
  return {
    sensitivity: both / annotated,
    ...(alarmed > 0 && { positivePredictivity: both / alarmed }),
  };
}

function byKind(alarms: readonly ListedAlarm[]): AlarmFigures['alarmsByKind'] {
  const counts: Partial<Record<AlarmKind, KindCounts>> = {};
  for (const kind of alarmKinds.filter((candidate) => !isTechnical(candidate))) {
    const members = alarms.filter((alarm) => alarm.kind === kind);
    if (members.length === 0) continue;
    counts[kind] = {
      true: countOf(members, 'right'),
      false: countOf(members, 'refuted'),
      misnamed: countOf(members, 'misnamed'),
      unchecked: countOf(members, 'unchecked'),
    };
  }
  return counts;
}
