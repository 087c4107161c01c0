import { fitBoostedTrees, type BoostedTrees, type TrainingRows } from '@beatwatch/boosted-trees';
import { atrialWindowFeatureNames } from '@beatwatch/rhythm';
import type { RhythmRecording } from './rhythm-recording.ts';

export interface FitAtrialSettings {
  readonly rounds: number;
  readonly learningRate: number;
  readonly depth: number;
  /** Decides which rows and features each tree sees. */
  readonly seed: number;
}

/** Fits trees to the windows of recordings. */
export function fitAtrialModel(
  recordings: readonly RhythmRecording[],
  settings: FitAtrialSettings,
): BoostedTrees {
  return fitBoostedTrees(trainingRows(recordings), { ...settings, minLeafWeight: 2, l2: 5 });
}

/** The windows whose rhythm is known. */
export function trainingRows(
  recordings: readonly RhythmRecording[],
): TrainingRows & { readonly targets: Uint8Array; readonly weights: Float64Array } {
  const columns = atrialWindowFeatureNames.length;
  const known = recordings.flatMap(({ windows }) => {
    const told = windows.filter(({ target }) => target !== undefined);
    const weight = weightOf(told.length) / told.length;
    return told.map(({ row, target }) => ({ row, weight, target: target === true ? 1 : 0 }));
  });
  const features = new Float32Array(known.length * columns);
  known.forEach(({ row }, index) => {
    features.set(row, index * columns);
  });
  return {
    features,
    columns,
    targets: Uint8Array.from(known, ({ target }) => target),
    weights: Float64Array.from(known, ({ weight }) => weight),
    classes: 2,
  };
}

/** Half an hour of one patient counts as some three short recordings of three. */
const weightOf = (windows: number): number =>
  windows <= shortWindows ? 1 : (windows / shortWindows) ** 0.33;
const shortWindows = 5;
