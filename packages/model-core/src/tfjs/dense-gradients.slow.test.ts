import { describe, expect, it } from 'vitest';
import {
  initialDenseParameters,
  type DenseAutoencoderArchitecture,
} from '../autoencoders/dense-autoencoder.ts';
import {
  contractiveAutoencoder,
  denoisingAutoencoder,
  sparseKlAutoencoder,
  sparseL1Autoencoder,
  undercompleteAutoencoder,
  vanillaAutoencoder,
  variationalAutoencoder,
  type DenseAutoencoder,
} from '../autoencoders/dense-family.ts';
import { referenceEncoding } from '../autoencoders/dense-reference.ts';
import { centralDifferences, createReferenceTraining } from '../autoencoders/reference-training.ts';
import { initialTrainingState } from '../engines/initial-training-state.ts';
import { createWasmTrainingEngine } from '../engines/wasm-training.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { adamDecay } from '../training/adam.ts';

const size = 3;
const sizes = { sampleCount: 7, hidden: [6, 5], latent: 3 } as const;
const weight = 0.7;
const withSigmoids = ({ architecture, objective }: DenseAutoencoder): DenseAutoencoder => ({
  architecture: { ...architecture, hiddenActivation: 'sigmoid', codeActivation: 'sigmoid' },
  objective,
});
const l1Sum = { outputActivation: 'linear', reconstruction: 'absolute-error-sum' } as const;

const members: readonly (readonly [string, DenseAutoencoder])[] = [
  ['the mean squared error', vanillaAutoencoder(sizes)],
  ['the sum of absolute errors', vanillaAutoencoder({ ...sizes, ...l1Sum })],
  ['one layer on either side', undercompleteAutoencoder({ sampleCount: 7, latent: 3 })],
  ['a denoising network', denoisingAutoencoder(sizes)],
  ['L1 sparsity', sparseL1Autoencoder({ ...sizes, weight })],
  ['KL sparsity', sparseKlAutoencoder({ ...sizes, weight, meanActivation: 0.2 })],
  ['contraction', contractiveAutoencoder({ ...sizes, weight })],
  ['contraction through sigmoids', withSigmoids(contractiveAutoencoder({ ...sizes, weight }))],
  ['contraction of one layer', withSigmoids(contractiveAutoencoder({ ...sizes, hidden: [], weight }))],
  ['a variational code', variationalAutoencoder({ ...sizes, weight })],
  ['a variational code and absolute errors', variationalAutoencoder({ ...sizes, ...l1Sum, weight })],
];

/**
 * Weights with non-zero biases: behind an inactive layer, a zero bias puts the ReLU at its non-differentiable point.
 */
function startOf(architecture: DenseAutoencoderArchitecture, seed: number) {
  const random = createSeededRandom(seed);
  const parameters = initialDenseParameters(architecture, seed);
  for (const [name, { values }] of parameters)
    if (name.endsWith('.bias')) values.forEach((_, unit) => (values[unit] = random.uniform(-0.2, 0.4)));
  const draw = () => Float32Array.from({ length: size * architecture.sampleCount }, () => random.next());
  const doubles = new Map([...parameters].map(([name, { values }]) => [name, Float64Array.from(values)]));
  return { parameters, doubles, batch: { inputs: draw(), targets: draw(), size } };
}

describe.each(members)('the gradients of %s', (_, { architecture, objective }) => {
  it.each([1, 2, 3])('agree with finite differences of the plain definition, seed %i', async (seed) => {
    const { parameters, doubles, batch } = startOf(architecture, seed);
    const expected = createReferenceTraining(architecture, objective, doubles).gradients(batch, seed);
    const engine = await createWasmTrainingEngine(architecture, objective, initialTrainingState(parameters));
    await engine.step(batch, { learningRate: 1e-3, maximumGradientNorm: 1e6, seed });
    const { firstMoments } = await engine.state();
    await engine.dispose();
    for (const [name, differences] of expected) {
      // After the first step, Adam's first moment is (1 - firstDecay) times the gradient.
      const gradient = firstMoments.get(name)!.values.map((moment) => moment / (1 - adamDecay.firstDecay));
      const largest = Math.max(...differences.map(Math.abs));
      differences.forEach((difference, index) => {
        expect(Math.abs(gradient[index]! - difference)).toBeLessThan(1e-4 * largest + 1e-6);
      });
    }
    const lengths = [...expected.values()].flatMap((values) => [...values]);
    expect(Math.hypot(...lengths)).toBeGreaterThan(1e-3);
  });
});

it.each(members)("the Jacobian of %s's encoder agrees with finite differences", (_, { architecture }) => {
  const { doubles, batch } = startOf(architecture, 9);
  const input = Float64Array.from(batch.inputs.subarray(0, architecture.sampleCount));
  const { jacobian } = referenceEncoding(architecture, doubles, input);
  expect(jacobian).toHaveLength(3);
  jacobian.forEach((row, unit) => {
    const differences = centralDifferences(
      input,
      () => referenceEncoding(architecture, doubles, input).code[unit]!,
    );
    row.forEach((derivative, sample) => {
      expect(derivative).toBeCloseTo(differences[sample]!, 7);
    });
  });
});
