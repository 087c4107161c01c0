import {
  beatClasses,
  classProbabilitiesOf,
  mostProbableClass,
  shown,
  type BeatClass,
  type ClassProbabilities,
} from '@beatwatch/contracts';
import { classLogits, softmax, type BoostedTrees } from '@beatwatch/boosted-trees';
import { beatFeatureNames } from './beat-features.ts';
import { WearableError } from './errors.ts';

/** Trees over the features of a beat, and what each of their inputs and outputs is. */
export interface BeatClassModel {
  readonly version: string;
  readonly features: readonly string[];
  readonly classes: readonly string[];
  readonly trees: BoostedTrees;
  /** Its description, stored for the record. */
  readonly manifest: unknown;
}

/** A beat's class and the probability of each. */
export interface ClassifiedBeat {
  readonly beatClass: BeatClass;
  readonly classProbabilities: ClassProbabilities;
}

/** @param features `[features]` of `beatFeatures` */
export type ClassifyBeat = (features: Float32Array) => ClassifiedBeat;

/** @throws WearableError where the model was fitted to other features or classes */
export function beatClassifier({
  version,
  features,
  classes,
  trees,
}: Omit<BeatClassModel, 'manifest'>): ClassifyBeat {
  for (const [field, found, expected] of [
    ['features', features, beatFeatureNames],
    ['classes', classes, beatClasses],
  ] as const) {
    if (found.join() === expected.join()) continue;
    throw new WearableError(
      { field: `${field} of ${version}`, found: shown(found.join()), expected: expected.join() },
      { code: 'not-a-wearable-model' },
    );
  }
  return (values) => {
    const classProbabilities = classProbabilitiesOf(softmax(classLogits(trees, values)));
    return { beatClass: mostProbableClass(classProbabilities), classProbabilities };
  };
}
