import type { FibrillationFeatures, FibrillationModel } from '@beatwatch/ecg';
import { fitFusion, type LabelledFeatures } from '@beatwatch/adaptation';
import type { DescribedRecording } from './described-recording.ts';

type FeatureName = keyof FibrillationFeatures;

const names: readonly FeatureName[] = [
  'restingShare',
  'lowestAutocorrelation',
  'frequencyDistance',
  'concentration',
  'fastShare',
];

/** Fits the logistic model of one window to the windows of recordings. */
export function fitModel(recordings: readonly DescribedRecording[]): FibrillationModel {
  const { offset, weights } = fitFusion(recordings.flatMap(labelledWindows), names);
  const weightOf = (name: FeatureName): number => weights[name] ?? 0;
  return {
    offset,
    weights: {
      restingShare: weightOf('restingShare'),
      lowestAutocorrelation: weightOf('lowestAutocorrelation'),
      frequencyDistance: weightOf('frequencyDistance'),
      concentration: weightOf('concentration'),
      fastShare: weightOf('fastShare'),
    },
  };
}

/** A recording counts by the square root of its windows: long fibrillation must not outweigh all other patients'. */
function labelledWindows({ seconds }: DescribedRecording): LabelledFeatures<FeatureName>[] {
  const count = (kind: string): number =>
    seconds.filter(({ features, target }) => features !== undefined && target === kind).length;
  const weight = {
    fibrillation: 1 / Math.sqrt(count('fibrillation')),
    other: 1 / Math.sqrt(count('other')),
  };
  return seconds.flatMap(({ features, target }) =>
    features === undefined || target === undefined
      ? []
      : [{ features, positive: target === 'fibrillation', weight: weight[target] }],
  );
}
