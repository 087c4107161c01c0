import { fitBoostedTrees, type BoostedTrees, type TrainingRows } from '@beatwatch/boosted-trees';
import { ventricularWindowFeatureNames } from '@beatwatch/rhythm';
import type { LabelledWindow, VentricularRecording } from './ventricular-recordings.ts';

export interface FitVentricularSettings {
  readonly rounds: number;
  readonly learningRate: number;
  readonly depth: number;
  /** Decides which rows and features each tree sees. */
  readonly seed: number;
}

/** Fits trees to the windows of recordings. */
export const fitVentricularModel = (
  recordings: readonly VentricularRecording[],
  settings: FitVentricularSettings,
): BoostedTrees => fitBoostedTrees(ventricularRows(recordings), { ...settings, minLeafWeight: 2, l2: 5 });

/** The windows whose rhythm is known. */
export function ventricularRows(
  recordings: readonly VentricularRecording[],
): TrainingRows & { readonly targets: Uint8Array; readonly weights: Float64Array } {
  const columns = ventricularWindowFeatureNames.length;
  const known = recordings.flatMap(({ dataSet, leads }) =>
    leads.flatMap((windows) => weighted(windows, leads.length, weightOf[dataSet] ?? 1)),
  );
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

interface WeightedRow {
  readonly row: Float32Array;
  readonly target: 0 | 1;
  readonly weight: number;
}

/** Windows of one rhythm overlap: of a long episode every second or seventh is learned. */
const learnedEvery = { positive: 2, negative: 7 } as const;
/** As many windows as a bedside alarm shows: they count 1 in all, more of them by a power of their number. */
const shortWindows = 6;
const power = { positive: 0.5, negative: 0.75 } as const;

/** Intensive care shows what no other data set does: without it hardly a third of its alarms is told. */
const weightOf: Readonly<Record<string, number>> = { cinc2015: 3 };

function weighted(windows: readonly LabelledWindow[], leads: number, times: number): WeightedRow[] {
  return [true, false].flatMap((target) => {
    const rhythm = target ? 'positive' : 'negative';
    const told = windows.filter((window) => window.target === target);
    const every = told.length <= 2 * shortWindows ? 1 : learnedEvery[rhythm];
    const kept = told.filter((_, index) => index % every === 0);
    const share = Math.max(1, told.length / shortWindows) ** power[rhythm];
    const weight = (times * share) / (leads * Math.max(1, kept.length));
    return kept.map(({ row }): WeightedRow => ({ row, target: target ? 1 : 0, weight }));
  });
}
