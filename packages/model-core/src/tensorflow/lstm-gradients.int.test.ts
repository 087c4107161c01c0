import { describe, expect, it } from 'vitest';
import { initialParameters, lstmAutoencoder, parameterShapes } from '../autoencoders/lstm-autoencoder.ts';
import { referenceCode, referenceReconstruction } from '../autoencoders/lstm-reference.ts';
import type { Objective } from '../autoencoders/objective.ts';
import { initialTrainingState } from '../engines/initial-training-state.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { bindingOf, loadTensorflow } from './installation.ts';
import { LstmTraining } from './lstm-training.ts';
import { NativeOperators } from './native-operators.ts';
import { tensorflowMissing } from './set-up-for-tests.ts';

const architecture = lstmAutoencoder({ sampleCount: 7, embedding: 3, hidden: 5 });
const size = 2;

function exampleGradients(objective: Objective) {
  const random = createSeededRandom(11);
  const parameters = initialParameters(architecture, 11);
  const inputs = Float32Array.from({ length: size * architecture.sampleCount }, () => random.normal());
  const targets = inputs.map((sample) => sample + 0.5 * random.normal());
  const operators = new NativeOperators(bindingOf(loadTensorflow()));
  const training = new LstmTraining(operators, architecture, objective, initialTrainingState(parameters));
  const gradients = training.gradients({ inputs, targets, size });
  const doubles = new Map([...parameters].map(([name, t]) => [name, Float64Array.from(t.values)]));
  return { gradients, doubles, meanLoss: () => plainMeanLoss(objective, doubles, inputs, targets) };
}

function plainMeanLoss(
  { reconstruction, penalty }: Objective,
  doubles: ReadonlyMap<string, Float64Array>,
  inputs: Float32Array,
  targets: Float32Array,
): number {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  let total = 0;
  for (let beat = 0; beat < size; beat++) {
    const [first, end] = [beat * 7, (beat + 1) * 7];
    const input = inputs.subarray(first, end);
    const errors = referenceReconstruction(architecture, doubles, input).map(
      (value, step) => value - targets[first + step]!,
    );
    total +=
      reconstruction === 'absolute-error-sum'
        ? sum(errors.map(Math.abs))
        : sum(errors.map((error) => error * error)) / errors.length;
    if (penalty !== undefined)
      total += penalty.weight * sum(referenceCode(architecture, doubles, input).map(Math.abs));
  }
  return total / size;
}

const objectives: readonly Objective[] = [
  { reconstruction: 'absolute-error-sum' },
  { reconstruction: 'mean-squared-error' },
  { reconstruction: 'absolute-error-sum', penalty: { kind: 'l1-sparsity', weight: 0.7 } },
];

describe.skipIf(tensorflowMissing)(
  `gradients of the LSTM autoencoder on tensorflow ${tensorflowMissing ?? ''}`,
  () => {
    describe.each(objectives)('with %j', (objective) => {
      it.each([...parameterShapes(architecture).keys()])('are finite differences in %s', (name) => {
        const { gradients, doubles, meanLoss } = exampleGradients(objective);
        const values = doubles.get(name)!;
        const gradient = gradients.get(name)!;
        expect(gradient.shape).toEqual(parameterShapes(architecture).get(name));
        const change = 1e-6;
        for (let at = 0; at < values.length; at++) {
          const before = values[at]!;
          values[at] = before + change;
          const above = meanLoss();
          values[at] = before - change;
          const below = meanLoss();
          values[at] = before;
          expect(gradient.values[at]).toBeCloseTo((above - below) / (2 * change), 4);
        }
      });
    });
  },
);
