import { mean } from '@beatwatch/statistics';
import type { WearableLabel } from '../../reference/reference-labels.ts';

/** A short recording, and the trees' log odds of its windows by a model that did not learn from it. */
export interface JudgedShort {
  readonly dataSet: string;
  readonly label: WearableLabel;
  /** Without the shift; minus infinity where too few beats were found. */
  readonly logOdds: number;
}

/** Atrial fibrillation against all other recordings. */
export interface RecordingFigures {
  readonly recordings: number;
  readonly fibrillating: number;
  readonly f1: number;
  readonly sensitivity: number;
  readonly predictivity: number;
  /** F1 where the labels are as frequent as in the whole challenge, of which 9 % have fibrillation. */
  readonly f1OfAll: number;
}

/** Recordings of each label in the challenge's public set. */
const challengeCounts: Readonly<Record<WearableLabel, number>> = { N: 5076, O: 2415, A: 758, '~': 279 };

/** Mean of the windows' log odds; minus infinity of none. */
export const meanLogOdds = (windows: readonly number[]): number =>
  windows.length === 0 ? Number.NEGATIVE_INFINITY : mean(windows);

/** @param shiftOf what is added to a recording's log odds */
export function recordingFigures(
  judged: readonly JudgedShort[],
  shiftOf: (recording: JudgedShort) => number,
): RecordingFigures {
  const counts = { truePositive: 0, falsePositive: 0, missed: 0 };
  const ofAll = { truePositive: 0, falsePositive: 0, missed: 0 };
  const weights = labelWeights(judged);
  for (const recording of judged) {
    const claimed = recording.logOdds + shiftOf(recording) > 0;
    const outcome = outcomeOf(claimed, recording.label === 'A');
    if (outcome === undefined) continue;
    counts[outcome] += 1;
    ofAll[outcome] += weights[recording.label];
  }
  const { truePositive, falsePositive, missed } = counts;
  return {
    recordings: judged.length,
    fibrillating: truePositive + missed,
    f1: f1(counts),
    sensitivity: truePositive / (truePositive + missed),
    predictivity: truePositive / (truePositive + falsePositive),
    f1OfAll: f1(ofAll),
  };
}

type Outcome = 'truePositive' | 'falsePositive' | 'missed';

function outcomeOf(claimed: boolean, fibrillating: boolean): Outcome | undefined {
  if (fibrillating) return claimed ? 'truePositive' : 'missed';
  return claimed ? 'falsePositive' : undefined;
}

const f1 = ({ truePositive, falsePositive, missed }: Readonly<Record<Outcome, number>>): number =>
  (2 * truePositive) / (2 * truePositive + falsePositive + missed);

function labelWeights(judged: readonly JudgedShort[]): Record<WearableLabel, number> {
  const weightOf = (label: WearableLabel): number =>
    challengeCounts[label] / Math.max(1, judged.filter((each) => each.label === label).length);
  return { N: weightOf('N'), O: weightOf('O'), A: weightOf('A'), '~': weightOf('~') };
}

/** Shifts that may be chosen. */
const shifts = Array.from({ length: 31 }, (_, index) => Number((index / 10 - 1.5).toFixed(1)));
/** Neighbouring shifts that are averaged, so that a single recording does not decide. */
const neighbours = 3;

/** The shift with the highest F1 as of the whole challenge, smoothed over its neighbours. */
export function chooseAtrialShift(judged: readonly JudgedShort[]): number {
  const figures = shifts.map((shift) => recordingFigures(judged, () => shift).f1OfAll);
  const smooth = figures.map((_, index) =>
    mean(figures.slice(Math.max(0, index - neighbours), index + neighbours + 1)),
  );
  return shifts[smooth.indexOf(Math.max(...smooth))] ?? 0;
}
