import { ModelCoreError } from '../errors.ts';

/**
 * Scores with their labels: `positive[i]` is whether item `i` is an anomaly; a higher `scores[i]` is more anomalous.
 */
export interface RankedItems {
  readonly scores: ArrayLike<number>;
  readonly positive: readonly boolean[];
}

/** Counts of the items that share one score. */
interface Tie {
  positives: number;
  negatives: number;
}

function tiesDescending({ scores, positive }: RankedItems): Tie[] {
  if (scores.length !== positive.length)
    throw new ModelCoreError(
      { field: 'scores', found: scores.length, expected: `${positive.length}, one for each label` },
      {
        code: 'invalid-argument',
      },
    );
  const items = positive.map((isPositive, index) => ({ isPositive, score: scores[index] ?? Number.NaN }));
  if (items.some(({ score }) => Number.isNaN(score)))
    throw new ModelCoreError(
      { field: 'scores', found: 'NaN', expected: 'numbers' },
      { code: 'invalid-argument' },
    );
  items.sort((a, b) => b.score - a.score);
  const ties: Tie[] = [];
  let [tie, tieScore]: [Tie | undefined, number] = [undefined, Number.NaN];
  for (const { isPositive, score } of items) {
    if (tie === undefined || score !== tieScore) {
      tie = { positives: 0, negatives: 0 };
      tieScore = score;
      ties.push(tie);
    }
    if (isPositive) tie.positives += 1;
    else tie.negatives += 1;
  }
  return ties;
}

/**
 * Area under the receiver operating characteristic: the probability that a positive scores above a negative, where a
 * tie counts half (Hanley, McNeil, 1982). In [0, 1]; NaN without positives or without negatives.
 * @throws ModelCoreError (`invalid-argument`) if the lengths differ or a score is NaN
 */
export function areaUnderRoc(items: RankedItems): number {
  let [positives, negatives, wins] = [0, 0, 0];
  for (const tie of tiesDescending(items)) {
    wins += tie.negatives * (positives + tie.positives / 2);
    positives += tie.positives;
    negatives += tie.negatives;
  }
  return wins / (positives * negatives);
}

/**
 * Average precision: the sum over thresholds of precision times the gain in recall, without interpolation.
 * In [0, 1]; NaN without positives.
 * @throws ModelCoreError (`invalid-argument`) if the lengths differ or a score is NaN
 */
export function averagePrecision(items: RankedItems): number {
  let [positives, taken, sum] = [0, 0, 0];
  for (const tie of tiesDescending(items)) {
    positives += tie.positives;
    taken += tie.positives + tie.negatives;
    sum += tie.positives * (positives / taken);
  }
  return sum / positives;
}
