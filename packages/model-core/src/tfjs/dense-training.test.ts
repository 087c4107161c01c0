import { expect, it } from 'vitest';
import { initialDenseParameters } from '../autoencoders/dense-autoencoder.ts';
import {
  sparseKlAutoencoder,
  vanillaAutoencoder,
  variationalAutoencoder,
  type DenseAutoencoder,
} from '../autoencoders/dense-family.ts';
import { initialTrainingState } from '../engines/initial-training-state.ts';
import { createWasmTrainingEngine } from '../engines/wasm-training.ts';
import { createSeededRandom } from '@beatwatch/statistics';

const size = 16;
const sizes = { sampleCount: 12, hidden: [8], latent: 2 } as const;
const options = { learningRate: 0.01, maximumGradientNorm: 100, seed: 1 };

const engineOf = ({ architecture, objective }: DenseAutoencoder) =>
  createWasmTrainingEngine(
    architecture,
    objective,
    initialTrainingState(initialDenseParameters(architecture, 1)),
  );

function waves() {
  const random = createSeededRandom(2);
  const inputs = new Float32Array(size * sizes.sampleCount);
  for (let example = 0; example < size; example++) {
    const phase = random.uniform(0, 6);
    for (let at = 0; at < sizes.sampleCount; at++)
      inputs[example * sizes.sampleCount + at] = 0.5 + 0.4 * Math.sin(phase + at / 2);
  }
  return { inputs, targets: inputs, size };
}

it('draws the same variational codes for the same seed, and different ones for another', async () => {
  const batch = waves();
  const lossWith = async (seed: number) => {
    const engine = await engineOf(variationalAutoencoder(sizes));
    const { total } = await engine.step(batch, { ...options, seed });
    await engine.dispose();
    return total;
  };
  expect(await lossWith(5)).toBe(await lossWith(5));
  expect(await lossWith(5)).not.toBe(await lossWith(6));
});

it('resumes from a state with the same result', async () => {
  const member = variationalAutoencoder(sizes);
  const batch = waves();
  const engine = await engineOf(member);
  for (let step = 0; step < 5; step++) await engine.step(batch, { ...options, seed: step });
  const middle = await engine.state();
  for (let step = 5; step < 10; step++) await engine.step(batch, { ...options, seed: step });
  const again = await createWasmTrainingEngine(member.architecture, member.objective, middle);
  for (let step = 5; step < 10; step++) await again.step(batch, { ...options, seed: step });
  expect(await again.state()).toEqual(await engine.state());
  await Promise.all([engine.dispose(), again.dispose()]);
});

it('rejects an objective that does not fit the architecture, and names the field', async () => {
  const { architecture } = vanillaAutoencoder(sizes);
  const { objective } = sparseKlAutoencoder(sizes);
  const kl = engineOf({ architecture, objective });
  await expect(kl).rejects.toThrow(
    'penalty.kind: found kl-sparsity, expected another penalty, because kl-sparsity needs a sigmoid code',
  );
  const variational = engineOf({ architecture, objective: variationalAutoencoder(sizes).objective });
  await expect(variational).rejects.toMatchObject({ code: 'invalid-argument' });
});
