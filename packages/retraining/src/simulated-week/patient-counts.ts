import { isTechnical } from '@beatwatch/contracts';
import { patientOf, type JudgedRun } from '@beatwatch/studies';
import { bootstrapIntervals, mean, type Interval } from '@beatwatch/statistics';
import { claimsVentricularBeats } from '../labels/alarm-claims.ts';

/** What alarms of one patient come to, over a time. */
export interface PatientCounts {
  readonly patient: string;
  readonly hours: number;
  /** Clinical alarms that the annotations refute: all, those that sound, those that claim ventricular beats. */
  readonly falseAlarms: number;
  readonly soundingFalse: number;
  readonly ventricularFalse: number;
  /** Alarms that they support. */
  readonly trueAlarms: number;
  /** Ventricular runs and onsets of tachycardia and fibrillation, and those with an alarm within 10 s. */
  readonly events: number;
  readonly alarmedEvents: number;
}

/** @param fromSeconds what came before does not count */
export function countsOf({ name, recordSeconds, alarms, events }: JudgedRun, fromSeconds = 0): PatientCounts {
  const clinical = alarms.filter(({ kind, seconds }) => !isTechnical(kind) && seconds >= fromSeconds);
  const refuted = clinical.filter(({ verdict }) => verdict === 'refuted');
  const later = events.filter(({ onsetSeconds }) => onsetSeconds >= fromSeconds);
  return {
    patient: patientOf(name),
    hours: (recordSeconds - fromSeconds) / 3600,
    falseAlarms: refuted.length,
    soundingFalse: refuted.filter(({ priority }) => priority !== 'low').length,
    ventricularFalse: refuted.filter(claimsVentricularBeats).length,
    trueAlarms: clinical.filter(({ verdict }) => verdict === 'right').length,
    events: later.length,
    alarmedEvents: later.filter(({ secondsToAlarm }) => secondsToAlarm !== undefined).length,
  };
}

export const weekFigureNames = [
  'falseAlarmsPerHour',
  'soundingFalsePerHour',
  'ventricularFalsePerHour',
  'trueAlarmsPerHour',
  'runSensitivity',
] as const;
export type WeekFigure = (typeof weekFigureNames)[number];
type WeekFigures = Readonly<Record<WeekFigure, number>>;

/** Of all these patients together; NaN where there is nothing to count. */
function figuresOfCounts(counts: readonly PatientCounts[]): WeekFigures {
  const sum = (of: (patient: PatientCounts) => number): number =>
    counts.reduce((total, patient) => total + of(patient), 0);
  const hours = sum((patient) => patient.hours);
  return {
    falseAlarmsPerHour: sum(({ falseAlarms }) => falseAlarms) / hours,
    soundingFalsePerHour: sum(({ soundingFalse }) => soundingFalse) / hours,
    ventricularFalsePerHour: sum(({ ventricularFalse }) => ventricularFalse) / hours,
    trueAlarmsPerHour: sum(({ trueAlarms }) => trueAlarms) / hours,
    runSensitivity: sum(({ alarmedEvents }) => alarmedEvents) / sum(({ events }) => events),
  };
}

/** A retrained model against the shipped one, on the same patients. */
export interface WeekComparison {
  readonly patients: number;
  readonly hours: number;
  readonly events: number;
  readonly shipped: WeekFigures;
  /** Mean over seeds. */
  readonly retrained: WeekFigures;
  /** Of each seed. */
  readonly seeds: Readonly<Record<WeekFigure, readonly number[]>>;
  /** Of the difference, 95 %, by bootstrap over patients, the mean over seeds of each. */
  readonly intervals: Readonly<Partial<Record<WeekFigure, Interval>>>;
}

/**
 * @param shipped counts of each record
 * @param retrained counts of the same records in the same order, by seed
 */
export function comparedWeeks(
  shipped: readonly PatientCounts[],
  retrained: readonly (readonly PatientCounts[])[],
): WeekComparison {
  const patients = [...new Set(shipped.map(({ patient }) => patient))];
  const ofPatient = (counts: readonly PatientCounts[], patient: string): readonly PatientCounts[] =>
    counts.filter((one) => one.patient === patient);
  const meanOfSeeds = (drawn: readonly string[]): WeekFigures => {
    const bySeed = retrained.map((counts) =>
      figuresOfCounts(drawn.flatMap((patient) => ofPatient(counts, patient))),
    );
    return byName((name) => mean(bySeed.map((figures) => figures[name])));
  };
  const intervals = bootstrapIntervals(patients, (drawn) => {
    const before = figuresOfCounts(drawn.flatMap((patient) => ofPatient(shipped, patient)));
    const after = meanOfSeeds(drawn);
    return byName((name) => after[name] - before[name]);
  });
  const each = retrained.map(figuresOfCounts);
  return {
    patients: patients.length,
    hours: shipped.reduce((sum, { hours }) => sum + hours, 0),
    events: shipped.reduce((sum, { events }) => sum + events, 0),
    shipped: figuresOfCounts(shipped),
    retrained: meanOfSeeds(patients),
    seeds: byName((name) => each.map((figures) => figures[name])),
    intervals,
  };
}

const byName = <Value>(of: (name: WeekFigure) => Value): Record<WeekFigure, Value> =>
  Object.fromEntries(weekFigureNames.map((name) => [name, of(name)])) as Record<WeekFigure, Value>;
