import { ventricularFigures, type JudgedRecording } from './judge.ts';

/** Data sets in which hardly anybody has a tachyarrhythmia. */
const healthyDataSets = ['mitdb', 'svdb', 'qtdb'];
/** A tighter limit hangs on single claims: most come from one patient. */
const mostFalseClaimsPerHour = 0.2;
const leastRefused = 0.9;
const shifts = Array.from({ length: 121 }, (_, index) => 3 - index / 20);

/**
 * The highest shift, thus the most sensitive one, at which the healthy data sets together have at most 0.2 false claims an
 * hour and nine tenths of the false bedside alarms are refused.
 * @param recordings judged by trees that have not seen them; those with added noise do not count
 */
export function chooseShift(recordings: readonly JudgedRecording[]): number {
  const clean = recordings.filter(({ noise }) => noise === undefined);
  const healthy = clean.filter(({ dataSet }) => healthyDataSets.includes(dataSet));
  const bedside = clean.filter(({ alarm }) => alarm !== undefined);
  const isQuiet = (shift: number): boolean =>
    healthy.length === 0 ||
    (ventricularFigures(healthy, shift).falseClaimsPerHour ?? 0) <= mostFalseClaimsPerHour;
  const isSpecific = (shift: number): boolean => {
    const { refused = 0, falseAlarms = 0 } = ventricularFigures(bedside, shift);
    return refused >= leastRefused * falseAlarms;
  };
  return shifts.find((shift) => isQuiet(shift) && isSpecific(shift)) ?? shifts.at(-1) ?? 0;
}
