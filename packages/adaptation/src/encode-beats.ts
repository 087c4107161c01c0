import type { ScoringEngine } from '@beatwatch/model-core';

/** What an autoencoder says of one beat. */
export interface EncodedBeat {
  /** Sum of absolute errors over the model's input. */
  readonly loss: number;
  /** `[sampleCount]`, in the unit of the model's input. */
  readonly reconstruction: Float32Array;
  /** `[latentSize]`: the code between encoder and decoder. */
  readonly latent: Float32Array;
}

/** Encodes beats, `[sampleCount]` each, in the order given. */
export type EncodeBeats = (inputs: readonly Float32Array[]) => Promise<EncodedBeat[]>;

/**
 * Encodes a list of beats in one run of the engine.
 * @throws RangeError where the engine gives no finite loss for a beat
 */
export async function encodeTogether(
  engine: Pick<ScoringEngine, 'score' | 'sampleCount'>,
  inputs: readonly Float32Array[],
): Promise<EncodedBeat[]> {
  if (inputs.length === 0) return [];
  const size = engine.sampleCount;
  const rows = new Float32Array(inputs.length * size);
  inputs.forEach((input, index) => {
    rows.set(input, index * size);
  });
  const { losses, reconstructions, latents } = await engine.score(rows, inputs.length);
  const latentSize = latents.length / inputs.length;
  return inputs.map((_, index) => {
    const loss = losses[index];
    if (loss === undefined || !Number.isFinite(loss)) {
      throw new RangeError(`loss of beat ${index}: found ${loss}, expected a finite number`);
    }
    return {
      loss,
      reconstruction: reconstructions.slice(index * size, (index + 1) * size),
      latent: latents.slice(index * latentSize, (index + 1) * latentSize),
    };
  });
}
