import { latentSizeOf } from '../autoencoders/architecture.ts';
import { ModelCoreError } from '../errors.ts';
import type { Model } from '../model.ts';
import { denseDecodingGraph, latentsInput } from '../onnx/dense-scoring.ts';
import { reconstructionsOutput } from '../onnx/scores.ts';
import { createSession, floatOutput, floatTensor, runSession } from './onnx-session.ts';
import { requireBeats } from './requirements.ts';

/** Decoder of an autoencoder: turns codes into examples. */
export interface Decoder {
  readonly latentSize: number;
  /**
   * @param latents `[count * latentSize]`, row-major
   * @returns `[count * sampleCount]`
   */
  decode(latents: Float32Array, count: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * Creates the decoder of a dense autoencoder on onnxruntime, for codes that come from no example: interpolations
 * between two examples or, for a variational autoencoder, draws from the standard normal distribution.
 * @throws ModelCoreError: `invalid-argument` for another kind of model, `engine-failed`
 */
export async function createDecoder({ manifest, parameters }: Model): Promise<Decoder> {
  const { architecture } = manifest;
  if (architecture.kind !== 'dense-autoencoder')
    throw new ModelCoreError(
      { field: 'architecture', found: architecture.kind, expected: 'dense-autoencoder for decoding' },
      {
        code: 'invalid-argument',
        context: { kind: architecture.kind },
      },
    );
  const graph = denseDecodingGraph(architecture, parameters).toModel('dense-autoencoder-decoding');
  const session = await createSession(graph, {});
  const latentSize = latentSizeOf(architecture);
  return {
    latentSize,
    decode: async (latents, count) => {
      requireBeats(latents, count, latentSize);
      const outputs = await runSession(session, {
        [latentsInput]: floatTensor(latents, [count, latentSize]),
      });
      return floatOutput(outputs, reconstructionsOutput);
    },
    dispose: () => session.release(),
  };
}
