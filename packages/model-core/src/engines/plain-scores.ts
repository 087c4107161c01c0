import { latentSizeOf } from '../autoencoders/architecture.ts';
import { referenceDecoding, referenceEncoding } from '../autoencoders/dense-reference.ts';
import { referenceCode, referenceReconstruction } from '../autoencoders/lstm-reference.ts';
import type { ReferenceParameters } from '../autoencoders/reference-parameters.ts';
import type { Model } from '../model.ts';
import type { BatchScores } from './engine.ts';
import { exampleLosses } from './example-losses.ts';
import { requireBeats } from './requirements.ts';

/**
 * Scores by the plain definition of the model, number by number in 64-bit floats: what every engine is held to. Slow: a beat of the
 * seed model takes a second, of the wearable model some milliseconds.
 * @param beats `[batch * sampleCount]`
 */
export function plainScores(
  { manifest, parameters }: Model,
  beats: Float32Array,
  batch: number,
): BatchScores {
  const { architecture } = manifest;
  const { sampleCount } = architecture;
  requireBeats(beats, batch, sampleCount);
  const latentSize = latentSizeOf(architecture);
  const reference: ReferenceParameters = new Map(
    [...parameters].map(([name, { values }]) => [name, Float64Array.from(values)]),
  );
  const reconstructions = new Float32Array(beats.length);
  const latents = new Float32Array(batch * latentSize);
  for (let beat = 0; beat < batch; beat++) {
    const input = beats.subarray(beat * sampleCount, (beat + 1) * sampleCount);
    if (architecture.kind === 'lstm-autoencoder') {
      latents.set(referenceCode(architecture, reference, input), beat * latentSize);
      reconstructions.set(referenceReconstruction(architecture, reference, input), beat * sampleCount);
    } else {
      const { code } = referenceEncoding(architecture, reference, input);
      latents.set(code, beat * latentSize);
      reconstructions.set(referenceDecoding(architecture, reference, code), beat * sampleCount);
    }
  }
  const losses = exampleLosses('absolute-error-sum', {
    outputs: reconstructions,
    targets: beats,
    size: batch,
  });
  return { losses, reconstructions, latents };
}
