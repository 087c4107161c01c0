import type { Tensor } from '@tensorflow/tfjs-core';
import { adamDecay } from '../training/adam.ts';
import type { TensorFlow } from './tensorflow.ts';

export interface AdamTensors {
  readonly weights: Tensor;
  readonly firstMoment: Tensor;
  readonly secondMoment: Tensor;
}

/** Adam step for one weight tensor, with the operations of `onnx/adam.ts`. */
export function adamUpdate(
  tf: TensorFlow,
  now: AdamTensors,
  gradient: Tensor,
  stepSize: number,
): AdamTensors {
  const { firstDecay, secondDecay, epsilon } = adamDecay;
  const blend = (old: Tensor, decay: number, fresh: Tensor) =>
    tf.add(tf.mul(old, decay), tf.mul(fresh, 1 - decay));
  const firstMoment = blend(now.firstMoment, firstDecay, gradient);
  const secondMoment = blend(now.secondMoment, secondDecay, tf.square(gradient));
  const change = tf.mul(tf.div(firstMoment, tf.add(tf.sqrt(secondMoment), epsilon)), stepSize);
  return { weights: tf.sub(now.weights, change), firstMoment, secondMoment };
}

/** Scales all gradients by one factor, so that their common norm is at most `maximumNorm`, as in `onnx/adam.ts`. */
export function clipGradients(
  tf: TensorFlow,
  gradients: readonly Tensor[],
  maximumNorm: number,
): readonly Tensor[] {
  const norm = tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
  const allowed = tf.div(maximumNorm, tf.maximum(norm, tf.scalar(maximumNorm)));
  return gradients.map((gradient) => tf.mul(gradient, allowed));
}
