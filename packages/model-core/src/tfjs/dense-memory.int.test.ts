import { expect, it } from 'vitest';
import { initialDenseParameters } from '../autoencoders/dense-autoencoder.ts';
import {
  contractiveAutoencoder,
  sparseKlAutoencoder,
  vanillaAutoencoder,
  variationalAutoencoder,
} from '../autoencoders/dense-family.ts';
import { initialTrainingState } from '../engines/initial-training-state.ts';
import { wasmBackend } from '../engines/wasm-backend.ts';
import { createWasmTrainingEngine } from '../engines/wasm-training.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import type { TensorFlow } from './tensorflow.ts';

const size = 32;
const sizes = { sampleCount: 64, hidden: [24], latent: 4 } as const;

/** Size of WebAssembly's memory in bytes, which grows when full and never shrinks. */
const heapBytes = (tf: TensorFlow): number =>
  (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength;

it.each([
  ['vanilla', vanillaAutoencoder(sizes)],
  ['sparse', sparseKlAutoencoder(sizes)],
  ['contractive', contractiveAutoencoder(sizes)],
  ['variational', variationalAutoencoder(sizes)],
])(
  'training of a %s autoencoder leaks no tensor and no memory in 1,000 steps',
  async (_, { architecture, objective }) => {
    const tf = await wasmBackend();
    const outside = tf.memory().numTensors;
    const parameters = initialDenseParameters(architecture, 1);
    const engine = await createWasmTrainingEngine(architecture, objective, initialTrainingState(parameters));
    const random = createSeededRandom(2);
    const inputs = Float32Array.from({ length: size * sizes.sampleCount }, () => random.next());
    const batch = { inputs, targets: inputs, size };
    const steps = async (count: number) => {
      for (let step = 0; step < count; step++)
        await engine.step(batch, { learningRate: 1e-3, maximumGradientNorm: 100, seed: step });
      await engine.losses(batch);
      await engine.state();
    };
    await steps(20);
    const [before, heapBefore] = [tf.memory(), heapBytes(tf)];
    await steps(1000);
    const after = tf.memory();
    expect(after.numTensors).toBe(before.numTensors);
    expect(after.numDataBuffers).toBe(before.numDataBuffers);
    expect(after.numBytes).toBe(before.numBytes);
    expect(heapBytes(tf)).toBe(heapBefore);
    await engine.dispose();
    expect(tf.memory().numTensors).toBe(outside);
  },
);
