import { encodeTogether, WearableAdaptation, wearableInput } from '@beatwatch/adaptation';
import type { Beat } from '@beatwatch/contracts';
import type { ScoringEngine } from '@beatwatch/model-core';

/** A beat of one lead of one patient, in order of time. */
export interface SequenceBeat {
  readonly beat: Beat;
  /** Whether the adaptation may learn from it. */
  readonly learnable: boolean;
}

/** Beats of one run of the engine. */
const batchBeats = 256;
/** Beats before the features of one say something: without them there is no usual shape. */
const fewestBefore = 40;

/**
 * Features of beats as the live path has them, with the patient's adaptation begun anew.
 * @returns for each beat its features, `[features]`; undefined while the patient is being learned
 */
export async function sequenceFeatures(
  beats: readonly SequenceBeat[],
  engine: Pick<ScoringEngine, 'score' | 'sampleCount'>,
): Promise<(Float32Array | undefined)[]> {
  const adaptation = WearableAdaptation.begin(undefined);
  const all: (Float32Array | undefined)[] = [];
  for (let from = 0; from < beats.length; from += batchBeats) {
    const batch = beats.slice(from, from + batchBeats);
    const encoded = await encodeTogether(
      engine,
      batch.map(({ beat }) => wearableInput(beat)),
    );
    for (const [index, { beat, learnable }] of batch.entries()) {
      const code = encoded[index];
      if (code === undefined) throw new RangeError('the model returned no code for a beat');
      all.push(all.length < fewestBefore ? undefined : adaptation.features(beat, code));
      adaptation.judge(beat, code, { learn: learnable });
    }
  }
  return all;
}
