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

export const alarmFigureNames = [
  'falseAlarmsPerHour',
  'soundingFalsePerHour',
  'ventricularFalsePerHour',
  'trueAlarmsPerHour',
  'runSensitivity',
] as const;
export type AlarmFigure = (typeof alarmFigureNames)[number];
type AlarmFigures = Readonly<Record<AlarmFigure, number>>;

/** Of all these patients together; NaN where there is nothing to count. */
function figuresOfCounts(counts: readonly PatientCounts[]): AlarmFigures {
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

/** Alarms by two models, on the same patients. */
export interface RateComparison {
  readonly patients: number;
  readonly hours: number;
  readonly events: number;
  readonly champion: AlarmFigures;
  /** Mean over seeds. */
  readonly challenger: AlarmFigures;
  /** Of each seed. */
  readonly seeds: Readonly<Record<AlarmFigure, readonly number[]>>;
  /** Of the difference, 95 %, by bootstrap over patients, the mean over seeds of each. */
  readonly intervals: Readonly<Partial<Record<AlarmFigure, Interval>>>;
}

/**
 * @param champion counts of each record
 * @param challenger counts of the same records in the same order, by seed
 */
export function compareCounts(
  champion: readonly PatientCounts[],
  challenger: readonly (readonly PatientCounts[])[],
): RateComparison {
  const patients = [...new Set(champion.map(({ patient }) => patient))];
  const ofPatient = (counts: readonly PatientCounts[], patient: string): readonly PatientCounts[] =>
    counts.filter((one) => one.patient === patient);
  const meanOfSeeds = (drawn: readonly string[]): AlarmFigures => {
    const bySeed = challenger.map((counts) =>
      figuresOfCounts(drawn.flatMap((patient) => ofPatient(counts, patient))),
    );
    return byName((name) => mean(bySeed.map((figures) => figures[name])));
  };
  const intervals = bootstrapIntervals(patients, (drawn) => {
    const before = figuresOfCounts(drawn.flatMap((patient) => ofPatient(champion, patient)));
    const after = meanOfSeeds(drawn);
    return byName((name) => after[name] - before[name]);
  });
  const each = challenger.map(figuresOfCounts);
  return {
    patients: patients.length,
    hours: champion.reduce((sum, { hours }) => sum + hours, 0),
    events: champion.reduce((sum, { events }) => sum + events, 0),
    champion: figuresOfCounts(champion),
    challenger: meanOfSeeds(patients),
    seeds: byName((name) => each.map((figures) => figures[name])),
    intervals,
  };
}

const byName = <Value>(of: (name: AlarmFigure) => Value): Record<AlarmFigure, Value> =>
  Object.fromEntries(alarmFigureNames.map((name) => [name, of(name)])) as Record<AlarmFigure, Value>;
