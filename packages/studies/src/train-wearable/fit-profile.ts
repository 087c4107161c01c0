import { fitFusion, type FeatureName, type Fusion, type LabelledFeatures } from '@beatwatch/wearable';
import type { AamiClass } from '@beatwatch/ecg';
import type { FeaturedBeat } from './record-features.ts';

/** What tells an anomaly: shape and rhythm. */
export const anomalyFeatures: readonly FeatureName[] = [
  'window',
  'breadth',
  'prematurity',
  'rate',
  'pause',
  'loss',
  'code',
];
/** What tells a beat of ventricular origin: its shape alone, for in a run it no longer comes early. */
const ventricularFeatures: readonly FeatureName[] = ['window', 'breadth', 'loss', 'code'];
/** Features that come from the autoencoder. */
export const autoencoderFeatures: readonly FeatureName[] = ['loss', 'code'];

/**
 * Finds the weights of the features on labelled beats of several patients. A patient with many beats of a class counts
 * for more than one with few, but not in proportion: by the square root of their number.
 */
export function fitAnomaly(
  records: readonly (readonly FeaturedBeat[])[],
  names: readonly FeatureName[] = anomalyFeatures,
): Fusion {
  return fitFusion(labelled(records, ['S', 'V'], ['N']), names);
}

export function fitVentricular(records: readonly (readonly FeaturedBeat[])[]): Fusion {
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
