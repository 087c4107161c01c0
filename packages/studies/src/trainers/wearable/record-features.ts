import {
  encodeTogether,
  WearableAdaptation,
  wearableInput,
  type EncodedBeat,
  type Features,
  type WearableProfile,
} from '@beatwatch/adaptation';
import type { ScoringEngine } from '@beatwatch/model-core';
import type { ObservedBeat, ObservedRecord } from './observed-record.ts';

/** Features are measured after the first five minutes. */
const adaptationSeconds = 300;
const largestBatch = 64;

/** A beat with its features: how it differs from the patient's reference. */
export interface FeaturedBeat extends ObservedBeat {
  readonly features: Features;
}

/** A profile whose weights do not matter: only features are measured. */
const blank: WearableProfile = {
  anomaly: { offset: 0, weights: {} },
  ventricular: { offset: 0, weights: {} },
  ventricularFrom: 0,
  threshold: { lowest: 1, highest: 1, deviations: 1 },
};

/** Adapts to a record's patient as the live path does, and measures the features of all later beats. */
export async function recordFeatures(
  { beats }: ObservedRecord,
  engine: Pick<ScoringEngine, 'score' | 'sampleCount'>,
): Promise<readonly FeaturedBeat[]> {
  const adaptation = WearableAdaptation.begin(blank);
  const featured: FeaturedBeat[] = [];
  const encoded = await encodeAll(beats, engine);
  beats.forEach((observed, index) => {
    const code = encoded[index];
    if (code === undefined) return;
    const features =
      observed.seconds < adaptationSeconds ? undefined : adaptation.features(observed.beat, code);
    if (features !== undefined) featured.push({ ...observed, features });
    adaptation.judge(observed.beat, code, { learn: observed.learnable });
  });
  return featured;
}

async function encodeAll(
  beats: readonly ObservedBeat[],
  engine: Pick<ScoringEngine, 'score' | 'sampleCount'>,
): Promise<readonly EncodedBeat[]> {
  const encoded: EncodedBeat[] = [];
  for (let from = 0; from < beats.length; from += largestBatch) {
    const inputs = beats.slice(from, from + largestBatch).map(({ beat }) => wearableInput(beat));
    encoded.push(...(await encodeTogether(engine, inputs)));
  }
  return encoded;
}
