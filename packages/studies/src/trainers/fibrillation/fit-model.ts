import { fibrillationFeatureNames, type FibrillationFeatures, type FibrillationModel } from '@beatwatch/ecg';
import { examplesFingerprint } from '@beatwatch/model-core';
import { fitFusion, type LabelledFeatures } from '@beatwatch/adaptation';
import type { DescribedRecording } from './described-recording.ts';

type FeatureName = keyof FibrillationFeatures;

/** Fits the logistic model of one window to the windows of recordings. */
export function fitModel(recordings: readonly DescribedRecording[]): FibrillationModel {
  const { offset, weights } = fitFusion(recordings.flatMap(labelledWindows), fibrillationFeatureNames);
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

/** Number and SHA-256 of the windows that `fitModel` is trained on. */
export function windowsOf(recordings: readonly DescribedRecording[]): {
  readonly windowCount: number;
  readonly dataFingerprint: string;
} {
  const windows = recordings.flatMap(labelledWindows);
  const rows = windows.map(({ features, positive, weight }) =>
    Float64Array.of(...fibrillationFeatureNames.map((name) => features[name]), positive ? 1 : 0, weight),
  );
  return { windowCount: windows.length, dataFingerprint: examplesFingerprint(rows) };
}

/** Weights a recording by the square root of its windows, so that long fibrillation does not dominate. */
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
