import {
  fitFusion,
  type FeatureName,
  type Fusion,
  type LabelledFeatures,
  type WearableProfile,
} from '@beatwatch/adaptation';
import type { AamiClass } from '@beatwatch/recordings';
import type { FeaturedBeat } from './record-features.ts';

const rhythm: readonly FeatureName[] = ['prematurity', 'rate', 'pause'];
const form: readonly FeatureName[] = ['size', 'breadth'];

/** Features of an anomaly: shape and rhythm. */
const anomalyFeatures: readonly FeatureName[] = ['error', ...form, ...rhythm];
/** Features of a beat of ventricular origin: shape alone, since a beat within a run is not premature. */
const ventricularFeatures: readonly FeatureName[] = ['error', ...form];

/** Alternative sets of features, which show what each part adds. */
export const comparedFeatures = {
  withoutAutoencoder: [...form, ...rhythm],
  /** Compares the beat itself with the patient's own shapes. */
  templateForAutoencoder: ['shape', ...form, ...rhythm],
  autoencoderAlone: ['error'],
} as const satisfies Readonly<Record<string, readonly FeatureName[]>>;
export type ComparedName = keyof typeof comparedFeatures;

/** Found by cross-validation over DS1's patients: see docs/decisions/wearable-model.md. */
const thresholdRule: Pick<WearableProfile, 'ventricularFrom' | 'threshold'> = {
  ventricularFrom: 7,
  threshold: { lowest: 2.5, highest: 5, deviations: 4 },
};

/** Fits the profile that all patients of a model share. */
export const fitProfile = (records: readonly (readonly FeaturedBeat[])[]): WearableProfile => ({
  anomaly: fitAnomaly(records),
  comparisons: Object.fromEntries(
    Object.entries(comparedFeatures).map(([name, features]) => [name, fitAnomaly(records, features)]),
  ),
  ventricular: fitVentricular(records),
  ...thresholdRule,
});

/**
 * Fits the weights of the features to labelled beats of several patients. A patient's weight in a class grows with the
 * square root of the number of beats, so that patients with many beats do not dominate.
 */
export function fitAnomaly(
  records: readonly (readonly FeaturedBeat[])[],
  names: readonly FeatureName[] = anomalyFeatures,
): Fusion {
  return fitFusion(labelled(records, ['S', 'V'], ['N']), names);
}

function fitVentricular(records: readonly (readonly FeaturedBeat[])[]): Fusion {
  return fitFusion(labelled(records, ['V'], ['N', 'S']), ventricularFeatures);
}

function labelled(
  records: readonly (readonly FeaturedBeat[])[],
  positives: readonly AamiClass[],
  negatives: readonly AamiClass[],
): LabelledFeatures[] {
  return records.flatMap((beats) => {
    const counts = new Map<AamiClass | undefined, number>();
    for (const { aamiClass } of beats) counts.set(aamiClass, (counts.get(aamiClass) ?? 0) + 1);
    return beats.flatMap(({ aamiClass, features }): LabelledFeatures[] => {
      if (aamiClass === undefined || ![...positives, ...negatives].includes(aamiClass)) return [];
      const weight = 1 / Math.sqrt(counts.get(aamiClass) ?? 1);
      return [{ features, positive: positives.includes(aamiClass), weight }];
    });
  });
}
