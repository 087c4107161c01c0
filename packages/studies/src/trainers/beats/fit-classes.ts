import { beatFeatureNames, type BeatFeatureName } from '@beatwatch/adaptation';
import { classLogits, fitBoostedTrees, softmax, type BoostedTrees } from '@beatwatch/boosted-trees';
import { beatClasses } from '@beatwatch/contracts';
import { normalRhythmDataSet } from '../../training-data/beat-records.ts';
import type { LabelledBeats } from './labelled-beats.ts';

export interface FitClassesSettings {
  /** Trees of each class. */
  readonly rounds: number;
  readonly depth: number;
  readonly learningRate: number;
  readonly seed: number;
}

/** Of the beats of these classes only every third or second is learned from, with as much more weight. */
const thinned: Readonly<Partial<Record<number, number>>> = {
  [beatClasses.indexOf('N')]: 3,
  [beatClasses.indexOf('U')]: 2,
};
/** Weight of a beat with noise added. */
const noisyWeight = 0.5;
/** Weight of a recording of normal rhythm: there are hundreds, and nobody has looked at their beats. */
const normalRhythmWeight = 0.3;
/** Weight of a ventricular beat beside another: few are, and they differ from single ones in every measure of rhythm. */
const runWeight = 8;
const ventricular = beatClasses.indexOf('V');
const limits = { minLeafWeight: 2, l2: 3, columnShare: 0.4, rowShare: 0.5 };

/**
 * Fits trees to the beats of several patients in all their leads. A patient counts by the square root of their beats, so
 * that those with long records do not dominate, and not more for having several leads.
 * @param left features that the trees must not see, for comparison. Default: none
 */
export function fitClasses(
  records: readonly LabelledBeats[],
  { rounds, depth, learningRate, seed }: FitClassesSettings,
  left: readonly BeatFeatureName[] = [],
): BoostedTrees {
  const columns = beatFeatureNames.length;
  const leftOut = left.map((name) => beatFeatureNames.indexOf(name));
  const rows: { readonly record: LabelledBeats; readonly beat: number; readonly weight: number }[] = [];
  for (const record of records) {
    const share = weightOf(record) / (record.leads * Math.sqrt(record.targets.length));
    const seen = new Map<number, number>();
    record.targets.forEach((target, beat) => {
      if (target < 0) return;
      const step = thinned[target] ?? 1;
      const count = seen.get(target) ?? 0;
      seen.set(target, count + 1);
      const inRun = target === ventricular && isBeside(record.targets, beat, ventricular);
      if (count % step === 0) rows.push({ record, beat, weight: share * step * (inRun ? runWeight : 1) });
    });
  }
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const features = new Float32Array(rows.length * columns);
  rows.forEach(({ record, beat }, row) => {
    features.set(record.features.subarray(beat * columns, (beat + 1) * columns), row * columns);
    for (const column of leftOut) features[row * columns + column] = Number.NaN;
  });
  return fitBoostedTrees(
    {
      features,
      columns,
      targets: rows.map(({ record, beat }) => record.targets[beat] ?? 0),
      weights: Float64Array.from(rows, ({ weight }) => (weight * rows.length) / total),
      classes: beatClasses.length,
    },
    { rounds, depth, learningRate, seed, ...limits },
  );
}

function weightOf({ dataSet, noisy }: LabelledBeats): number {
  if (dataSet === normalRhythmDataSet) return normalRhythmWeight;
  return noisy ? noisyWeight : 1;
}

const isBeside = (targets: Int8Array, beat: number, target: number): boolean =>
  targets[beat - 1] === target || targets[beat + 1] === target;

/**
 * Probabilities of each beat's classes, `[beats × classes]`.
 * @param left features that the trees must not see
 */
export function probabilitiesOf(
  trees: BoostedTrees,
  { features, targets }: LabelledBeats,
  left: readonly BeatFeatureName[] = [],
): Float64Array {
  const columns = beatFeatureNames.length;
  const all = new Float64Array(targets.length * beatClasses.length);
  for (let beat = 0; beat < targets.length; beat += 1) {
    const row = features.slice(beat * columns, (beat + 1) * columns);
    for (const name of left) row[beatFeatureNames.indexOf(name)] = Number.NaN;
    all.set(softmax(classLogits(trees, row)), beat * beatClasses.length);
  }
  return all;
}
