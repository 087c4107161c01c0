import type { ExampleBatch, StepLosses, TrainingStepOptions } from '../engines/training-engine.ts';
import { adamDecay, adamStepSize } from '../training/adam.ts';
import type { Architecture } from './architecture.ts';
import type { ReferenceParameters } from './reference-parameters.ts';
import type { Objective } from './objective.ts';
import { referenceLosses } from './reference-losses.ts';

/** Derivative of `value` by each element of `numbers`, by central differences; restores `numbers`. */
export function centralDifferences(numbers: Float64Array, value: () => number): Float64Array {
  const change = 1e-6;
  return numbers.map((number, index) => {
    numbers[index] = number + change;
    const above = value();
    numbers[index] = number - change;
    const below = value();
    numbers[index] = number;
    return (above - below) / (2 * change);
  });
}

/** Reference training in double precision, with gradients by finite differences. Slow; for small models. */
export interface ReferenceTraining {
  readonly parameters: ReferenceParameters;
  /** Gradients of the batch's total loss by each weight. */
  gradients(batch: ExampleBatch, seed: number): ReferenceParameters;
  /** Updates `parameters` by one Adam step, as training engines do. */
  step(batch: ExampleBatch, options: TrainingStepOptions): StepLosses;
}

/** @param parameters initial weights; changed in place by each step */
export function createReferenceTraining(
  architecture: Architecture,
  objective: Objective,
  parameters: ReferenceParameters,
): ReferenceTraining {
  const zeros = () =>
    new Map([...parameters].map(([name, values]) => [name, new Float64Array(values.length)]));
  const [firstMoments, secondMoments] = [zeros(), zeros()];
  let stepsDone = 0;

  const lossesOf = (batch: ExampleBatch, seed: number) =>
    referenceLosses({ architecture, objective, parameters }, batch, seed);
  const gradients = (batch: ExampleBatch, seed: number): ReferenceParameters =>
    new Map(
      [...parameters].map(([name, values]) => [
        name,
        centralDifferences(values, () => lossesOf(batch, seed).total),
      ]),
    );

  return {
    parameters,
    gradients,
    step: (batch, { learningRate, maximumGradientNorm, seed }) => {
      const losses = lossesOf(batch, seed);
      const found = gradients(batch, seed);
      const norm = Math.hypot(...[...found.values()].flatMap((values) => [...values]));
      const allowed = Math.min(1, maximumGradientNorm / norm);
      stepsDone += 1;
      const stepSize = adamStepSize(learningRate, stepsDone);
      const { firstDecay, secondDecay, epsilon } = adamDecay;
      for (const [name, values] of parameters) {
        const [first, second] = [firstMoments.get(name), secondMoments.get(name)];
        found.get(name)?.forEach((unclipped, i) => {
          if (first === undefined || second === undefined) return;
          const gradient = allowed * unclipped;
          first[i] = firstDecay * (first[i] ?? 0) + (1 - firstDecay) * gradient;
          second[i] = secondDecay * (second[i] ?? 0) + (1 - secondDecay) * gradient ** 2;
          values[i] = (values[i] ?? 0) - (stepSize * first[i]) / (Math.sqrt(second[i]) + epsilon);
        });
      }
      return losses;
    },
  };
}
