import type { Tensor } from '../autoencoders/parameters.ts';
import type { TrainingStepOptions } from '../engines/training-engine.ts';
import { adamDecay, adamStepSize } from './adam.ts';

type Tensors = ReadonlyMap<string, Tensor>;

export interface AdamState {
  readonly weights: Tensors;
  readonly firstMoments: Tensors;
  readonly secondMoments: Tensors;
}

/**
 * Clips the gradients to a common norm (Pascanu et al., 2013), then updates the arrays in place by one Adam step, in one
 * pass over each array; with operators of a library it would be a dozen passes, each with a new array.
 * @param step number of the step, from 1
 * @throws Error if a gradient has no weight of its length
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
    const arrayOf = (tensors: Tensors): Float32Array => {
      const values = tensors.get(name)?.values;
      if (values?.length !== gradient.length)
        throw new Error(
          `gradient ${name} has ${gradient.length} values, its tensor ${values?.length ?? 'none'}`,
        );
      return values;
    };
    const { weights, firstMoments, secondMoments } = state;
    update(
      {
        weights: arrayOf(weights),
        firstMoments: arrayOf(firstMoments),
        secondMoments: arrayOf(secondMoments),
        gradient,
      },
      allowed,
      stepSize,
    );
  }
}

function commonNorm(gradients: Iterable<Float32Array>): number {
  let sum = 0;
  for (const gradient of gradients) sum += squaresOf(gradient);
  return Math.sqrt(sum);
}

function squaresOf(values: Float32Array): number {
  let [even, odd] = [0, 0];
  // Two sums, because one addition waits for the one before.
  for (let at = 0; at + 1 < values.length; at += 2) {
    const [first, second] = [values[at] ?? 0, values[at + 1] ?? 0];
    even += first * first;
    odd += second * second;
  }
  const last = values.length % 2 === 1 ? (values.at(-1) ?? 0) : 0;
  return even + odd + last * last;
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
