import type { Tensor } from '../autoencoders/parameters.ts';
import { adamDecay, adamStepSize } from '../training/adam.ts';
import type { TrainingStepOptions } from '../engines/training-engine.ts';
import { valueOf } from './lstm-weights.ts';

type Tensors = ReadonlyMap<string, Tensor>;

export interface AdamState {
  readonly weights: Tensors;
  readonly firstMoments: Tensors;
  readonly secondMoments: Tensors;
}

/**
 * Clips the gradients to a common norm, then updates the arrays in place by one Adam step. The operations are those of
 * `onnx/adam.ts`, in one pass over each array; TensorFlow would need a dozen operators, each with a new array.
 * @param step number of the step, from 1
 */
export function adamInPlace(
  state: AdamState,
  gradients: ReadonlyMap<string, Float32Array>,
  { learningRate, maximumGradientNorm }: TrainingStepOptions,
  step: number,
): void {
  const stepSize = adamStepSize(learningRate, step);
  const allowed = maximumGradientNorm / Math.max(commonNorm(gradients.values()), maximumGradientNorm);
  for (const [name, gradient] of gradients) {
    update(
      {
        weights: valueOf(state.weights, name).values,
        firstMoments: valueOf(state.firstMoments, name).values,
        secondMoments: valueOf(state.secondMoments, name).values,
        gradient,
      },
      allowed,
      stepSize,
    );
  }
}

function commonNorm(gradients: Iterable<Float32Array>): number {
  let sum = 0;
  for (const gradient of gradients) for (const value of gradient) sum += value * value;
  return Math.sqrt(sum);
}

interface Arrays {
  readonly weights: Float32Array;
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
  readonly gradient: Float32Array;
}

function update(
  { weights, firstMoments, secondMoments, gradient }: Arrays,
  allowed: number,
  stepSize: number,
): void {
  const { firstDecay, secondDecay, epsilon } = adamDecay;
  for (let at = 0; at < weights.length; at++) {
    const slope = (gradient[at] ?? Number.NaN) * allowed;
    const first = (firstMoments[at] ?? 0) * firstDecay + slope * (1 - firstDecay);
    const second = (secondMoments[at] ?? 0) * secondDecay + slope * slope * (1 - secondDecay);
    firstMoments[at] = first;
    secondMoments[at] = second;
    weights[at] = (weights[at] ?? 0) - (stepSize * first) / (Math.sqrt(second) + epsilon);
  }
}
