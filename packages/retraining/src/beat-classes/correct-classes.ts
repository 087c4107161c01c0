import { fitBoostedTrees, type BoostedTrees } from '@beatwatch/boosted-trees';
import { beatFeatureNames } from '@beatwatch/adaptation';
import { beatClasses } from '@beatwatch/contracts';
import { RetrainingError } from '../errors.ts';
import type { ClassRow, RowSource } from './class-row.ts';

export interface CorrectionSettings {
  /** Trees of each class that are added. Default 20. */
  readonly rounds: number;
  /** Default 0.1. */
  readonly learningRate: number;
  /** Penalty on the squares of the leaves. Default 3. */
  readonly l2: number;
  /** What a patient's beats of each source count, beside one another. */
  readonly weights: Readonly<Record<RowSource, number>>;
  readonly seed: number;
}

export const correctionDefaults: Omit<CorrectionSettings, 'seed'> = {
  rounds: 20,
  learningRate: 0.1,
  l2: 3,
  weights: { 'false alarm': 3, 'true alarm': 3, context: 1, reference: 1 },
};

const limits = { minLeafWeight: 2, columnShare: 0.4, rowShare: 0.5 };

/**
 * Adds trees to those of a base model that correct them where a ward's labels contradict it. The base's trees stay as they
 * are, so that beats unlike any of the ward's are told as before. The same rows and seed give the same trees.
 * @throws RetrainingError (`nothing-selected`) where no row is of a labelled alarm
 */
export function correctClasses(
  base: BoostedTrees,
  rows: readonly ClassRow[],
  { weights, onRound, ...settings }: CorrectionSettings & { readonly onRound?: () => void },
): BoostedTrees {
  if (!rows.some(({ source }) => source === 'false alarm' || source === 'true alarm')) {
    throw new RetrainingError(
      {
        field: 'beats of labelled alarms',
        found: 'none whose label can be believed and whose patient was known',
        expected: 'one or more, since nothing else tells classes anew',
      },
      { code: 'nothing-selected' },
    );
  }
  const columns = beatFeatureNames.length;
  const features = new Float32Array(rows.length * columns);
  rows.forEach((row, index) => {
    features.set(row.features, index * columns);
  });
  return fitBoostedTrees(
    {
      features,
      columns,
      targets: rows.map(({ target }) => beatClasses.indexOf(target)),
      weights: weightsOf(rows, weights),
      classes: beatClasses.length,
    },
    { ...settings, ...limits, from: base, ...(onRound && { onRound }) },
  );
}

/** A patient counts by the square root of their beats of a source; the mean weight is 1. */
function weightsOf(rows: readonly ClassRow[], weights: CorrectionSettings['weights']): Float64Array {
  const keyOf = ({ source, patient }: ClassRow): string => `${source} ${patient}`;
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + (row.beats ?? 1));
  const raw = Float64Array.from(
    rows,
    (row) => (weights[row.source] * (row.beats ?? 1)) / Math.sqrt(counts.get(keyOf(row)) ?? 1),
  );
  const mean = raw.reduce((sum, weight) => sum + weight, 0) / rows.length;
  return raw.map((weight) => weight / mean);
}
