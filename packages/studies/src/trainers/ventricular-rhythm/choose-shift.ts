import { ventricularFigures, type JudgedRecording } from './judge.ts';

/** False claims of the healthy data sets: fewer cost every second true alarm of intensive care. */
const mostFalseClaimsPerHour = 0.3;
const shifts = Array.from({ length: 121 }, (_, index) => 3 - index / 20);

/**
 * The highest shift, thus the most sensitive one, at which each of the healthy data sets stays within 0.3 false claims an
 * hour and at least nine tenths of the false bedside alarms are refused. All figures are of unseen patients.
 */
export function chooseShift(
  bedside: readonly JudgedRecording[],
  healthy: readonly (readonly JudgedRecording[])[],
): number {
  const isQuiet = (shift: number): boolean =>
    healthy.every(
      (one) => (ventricularFigures(one, shift).falseClaimsPerHour ?? 0) <= mostFalseClaimsPerHour,
    );
  const isSpecific = (shift: number): boolean => {
    const { refused = 0, falseAlarms = 0 } = ventricularFigures(bedside, shift);
    return refused >= 0.9 * falseAlarms;
  };
  return shifts.find((shift) => isQuiet(shift) && isSpecific(shift)) ?? shifts.at(-1) ?? 0;
}
