import { writeFileSync } from 'node:fs';
import { initialParametersOf, type Architecture } from '../src/autoencoders/architecture.ts';
import { referenceDecoding, referenceEncoding } from '../src/autoencoders/dense-reference.ts';
import { referenceCode, referenceReconstruction } from '../src/autoencoders/lstm-reference.ts';
import type { ReferenceParameters } from '../src/autoencoders/reference-parameters.ts';
import { referenceLosses } from '../src/autoencoders/reference-losses.ts';
import { createReferenceTraining } from '../src/autoencoders/reference-training.ts';
import type { ExampleBatch } from '../src/engines/training-engine.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { cases, type Case } from './cases.ts';
import { goldenFile, type GoldenCase, type GoldenScores } from './golden-case.ts';

// Writes golden/engines.json. Usage: npx tsx --conditions=source packages/model-core/golden/make.ts

const size = 4;
const stepCount = 4;

function scoresOf(
  { architecture, objective }: Case,
  parameters: ReferenceParameters,
  { inputs, targets }: ExampleBatch,
): GoldenScores {
  const { sampleCount } = architecture;
  const examples = Array.from({ length: size }, (_, example) => {
    const [first, end] = [example * sampleCount, (example + 1) * sampleCount];
    const input = inputs.subarray(first, end);
    const [latents, reconstructions] = through(architecture, parameters, input);
    const lossAgainst = (target: Float32Array, reconstruction: typeof objective.reconstruction) =>
      referenceLosses(
        { architecture, objective: { reconstruction }, parameters },
        { inputs: input, targets: target, size: 1 },
      ).reconstruction;
    return {
      latents,
      reconstructions,
      score: lossAgainst(input, 'absolute-error-sum'),
      loss: lossAgainst(targets.subarray(first, end), objective.reconstruction),
    };
  });
  return {
    reconstructions: examples.flatMap(({ reconstructions }) => [...reconstructions]),
    latents: examples.flatMap(({ latents }) => [...latents]),
    scores: examples.map(({ score }) => score),
    losses: examples.map(({ loss }) => loss),
  };
}

function through(architecture: Architecture, parameters: ReferenceParameters, input: Float32Array) {
  if (architecture.kind === 'lstm-autoencoder')
    return [
      referenceCode(architecture, parameters, input),
      referenceReconstruction(architecture, parameters, input),
    ] as const;
  const { code } = referenceEncoding(architecture, parameters, input);
  return [code, referenceDecoding(architecture, parameters, code)] as const;
}

function goldenCase(golden: Case, seed: number): GoldenCase {
  const { name, architecture, objective, maximumGradientNorm = 100 } = golden;
  const random = createSeededRandom(seed);
  const draw = () =>
    Float32Array.from({ length: size * architecture.sampleCount }, () => random.uniform(0, 1));
  const batch = { inputs: draw(), targets: draw(), size };
  const first = initialParametersOf(architecture, seed);
  // Behind an inactive layer, a zero bias puts units at the point where the ReLU is not differentiable.
  for (const [weight, { values }] of first)
    if (weight.endsWith('.bias')) values.forEach((_, unit) => (values[unit] = random.uniform(0, 0.3)));
  const training = createReferenceTraining(
    architecture,
    objective,
    new Map([...first].map(([weight, { values }]) => [weight, Float64Array.from(values)])),
  );
  const before = scoresOf(golden, training.parameters, batch);
  const steps = Array.from({ length: stepCount }, (_, step) => {
    const options = { learningRate: 0.01, maximumGradientNorm, seed: step };
    return { options, losses: training.step(batch, options) };
  });
  return {
    name,
    architecture,
    objective,
    parameters: Object.fromEntries(
      [...first].map(([weight, { shape, values }]) => [weight, { shape, values: [...values] }]),
    ),
    batch: { inputs: [...batch.inputs], targets: [...batch.targets], size },
    before,
    steps,
    after: scoresOf(golden, training.parameters, batch),
  };
}

const golden = {
  madeBy: 'golden/make.ts: the plain definitions in double precision, gradients by central differences',
  cases: cases.map((each, index) => goldenCase(each, 100 + index)),
};
writeFileSync(goldenFile, `${JSON.stringify(golden)}\n`);
