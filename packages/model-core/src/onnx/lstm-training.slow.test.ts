import { describe, expect, it } from 'vitest';
import { initialParameters, lstmAutoencoder, parameterShapes } from '../autoencoders/lstm-autoencoder.ts';
import type { Objective } from '../autoencoders/objective.ts';
import { referenceCode, referenceReconstruction } from '../autoencoders/lstm-reference.ts';
import { createSession, floatOutput, floatTensor, runSession } from '../engines/onnx-session.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { beatsInput } from './lstm-forward.ts';
import { beatCountInput, gradientGraph, gradientName, lossOutput, targetsInput } from './lstm-training.ts';

const architecture = lstmAutoencoder({ sampleCount: 7, embedding: 3, hidden: 5 });
const batch = 2;

async function lossAndGradients(seed: number, objective: Objective) {
  const random = createSeededRandom(seed);
  const parameters = initialParameters(architecture, seed);
  const beats = Float32Array.from({ length: batch * architecture.sampleCount }, () => random.normal());
  const targets = beats.map((sample) => sample + 0.5 * random.normal());
  const session = await createSession(gradientGraph(architecture, objective), {});
  const feeds = Object.fromEntries(
    [...parameters].map(([name, t]) => [name, floatTensor(t.values, t.shape)]),
  );
  const outputs = await runSession(session, {
    ...feeds,
    [beatsInput]: floatTensor(beats, [batch, architecture.sampleCount]),
    [targetsInput]: floatTensor(targets, [batch, architecture.sampleCount]),
    [beatCountInput]: floatTensor(Float32Array.of(batch), []),
  });
  await session.release();
  const doubles = new Map([...parameters].map(([name, { values }]) => [name, Float64Array.from(values)]));
  const meanLoss = () => {
    let total = 0;
    for (let beat = 0; beat < batch; beat++) {
      const [first, end] = [beat * 7, (beat + 1) * 7];
      const output = referenceReconstruction(architecture, doubles, beats.subarray(first, end));
      total += plainLoss(objective, output, targets.subarray(first, end));
      if (objective.penalty !== undefined)
        total +=
          objective.penalty.weight *
          sumOf(referenceCode(architecture, doubles, beats.subarray(first, end)).map(Math.abs));
    }
    return total / batch;
  };
  return { outputs, doubles, meanLoss };
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

function plainLoss({ reconstruction }: Objective, output: Float64Array, target: Float32Array): number {
  const errors = output.map((value, step) => value - target[step]!);
  return reconstruction === 'absolute-error-sum'
    ? sumOf(errors.map(Math.abs))
    : sumOf(errors.map((error) => error * error)) / errors.length;
}

const objectives: readonly Objective[] = [
  { reconstruction: 'absolute-error-sum' },
  { reconstruction: 'mean-squared-error' },
  { reconstruction: 'absolute-error-sum', penalty: { kind: 'l1-sparsity', weight: 0.7 } },
];

describe.each(objectives)('the gradient graph of the LSTM autoencoder with %j', (objective) => {
  it('outputs the loss of the plain definition', async () => {
    const { outputs, meanLoss } = await lossAndGradients(3, objective);
    expect(floatOutput(outputs, lossOutput)[0]).toBeCloseTo(meanLoss(), 4);
  });

  it.each([...parameterShapes(architecture).keys()])('agrees with finite differences in %s', async (name) => {
    const { outputs, doubles, meanLoss } = await lossAndGradients(11, objective);
    const values = doubles.get(name)!;
    const gradient = floatOutput(outputs, gradientName(name));
    const change = 1e-6;
    const differences = Array.from(values, (value, index) => {
      values[index] = value + change;
      const above = meanLoss();
      values[index] = value - change;
      const below = meanLoss();
      values[index] = value;
      return (above - below) / (2 * change);
    });
    const largest = Math.max(...differences.map(Math.abs));
    expect(largest).toBeGreaterThan(1e-4);
    differences.forEach((difference, index) => {
      expect(Math.abs(gradient[index]! - difference)).toBeLessThan(1e-4 * largest + 1e-6);
    });
  });
});
