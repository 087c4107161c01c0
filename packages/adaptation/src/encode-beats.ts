import { refusalMessage } from '@beatwatch/contracts';
import type { ScoreOptions, ScoringEngine } from '@beatwatch/model-core';

/** An autoencoder's output for one beat. */
export interface EncodedBeat {
  /** Sum of absolute differences between the model's input and its reconstruction, 0 or more. */
  readonly reconstructionLoss: number;
  /** `[sampleCount]`, in the unit of the model's input; empty where losses alone were asked for. */
  readonly reconstruction: Float32Array;
  /** `[latentSize]`: the encoder's output; empty as the reconstruction is. */
  readonly latent: Float32Array;
}

/** Encodes beats, `[sampleCount]` each; the results are in the order of the inputs. */
export type EncodeBeats = (inputs: readonly Float32Array[]) => Promise<EncodedBeat[]>;

/**
 * Encodes beats in one run of the engine.
 * @throws RangeError where the reconstruction loss of a beat is not finite
 */
export async function encodeTogether(
  engine: Pick<ScoringEngine, 'score' | 'sampleCount'>,
  inputs: readonly Float32Array[],
  options: ScoreOptions = {},
): Promise<EncodedBeat[]> {
  if (inputs.length === 0) return [];
  const size = engine.sampleCount;
  const rows = new Float32Array(inputs.length * size);
  inputs.forEach((input, index) => {
    rows.set(input, index * size);
  });
  const { losses, reconstructions, latents } = await engine.score(rows, inputs.length, options);
  const latentSize = latents.length / inputs.length;
  return inputs.map((_, index) => {
    const reconstructionLoss = losses[index];
    if (reconstructionLoss === undefined || !Number.isFinite(reconstructionLoss)) {
      throw new RangeError(
        refusalMessage({
          field: `reconstruction loss of beat ${index}`,
          found: reconstructionLoss,
          expected: 'a finite number',
        }),
      );
    }
    return {
      reconstructionLoss,
      reconstruction: reconstructions.slice(index * size, (index + 1) * size),
      latent: latents.slice(index * latentSize, (index + 1) * latentSize),
    };
  });
}
