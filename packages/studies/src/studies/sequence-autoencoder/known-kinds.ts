import { classLogits, fitBoostedTrees } from '@beatwatch/boosted-trees';
import { measureNames } from './beat-window.ts';
import { groupedBy, spread } from './grouping.ts';
import type { LabelledWindow } from './read-windows.ts';
import type { WindowKind } from './window-kind.ts';

/** Windows of a patient and kind that are learned from. */
const mostOfKind = 12;
const settings = { rounds: 120, depth: 4, learningRate: 0.1 } as const;

/**
 * Trees that tell normal windows from those of all known kinds, by the measures and by what the autoencoder sees.
 * @param train labelled windows of other databases
 * @param withheld kinds that they are not shown
 * @returns log odds against normal
 */
export function knownKinds(
  train: readonly LabelledWindow[],
  withheld: readonly WindowKind[],
  seed: number,
): (window: LabelledWindow) => number {
  const shown = [
    ...groupedBy(
      train.filter(({ kind }) => !withheld.includes(kind)),
      ({ patient, kind }) => `${patient} ${kind}`,
    ).values(),
  ].flatMap((windows) => spread(windows, mostOfKind));
  const rows = shown.map(featuresOf);
  const columns = rows[0]?.length ?? 0;
  const features = new Float32Array(columns * rows.length);
  rows.forEach((row, index) => {
    features.set(row, index * columns);
  });
  const trees = fitBoostedTrees(
    {
      features,
      columns,
      targets: shown.map(({ kind }) => (kind === 'normal' ? 0 : 1)),
      weights: patientWeights(shown),
      classes: 2,
    },
    { ...settings, seed },
  );
  return (window) => classLogits(trees, featuresOf(window))[1] ?? 0;
}

const featuresOf = ({ measures, sequences }: LabelledWindow): Float32Array =>
  Float32Array.from([...measureNames.map((name) => measures[name]), ...sequences['mean beat and rhythm']]);

/** A patient with four times the windows counts twice as much. */
function patientWeights(windows: readonly LabelledWindow[]): Float64Array {
  const counts = new Map<string, number>();
  for (const { patient } of windows) counts.set(patient, (counts.get(patient) ?? 0) + 1);
  return Float64Array.from(windows, ({ patient }) => 1 / Math.sqrt(counts.get(patient) ?? 1));
}
