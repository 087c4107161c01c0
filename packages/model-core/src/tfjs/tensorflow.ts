import type * as tfc from '@tensorflow/tfjs-core';

/** TensorFlow.js, with a backend that is ready. */
export type TensorFlow = typeof tfc;
/** Weights on the backend, by name. */
export type WeightTensors = Readonly<Record<string, tfc.Tensor>>;

export function weightOf(weights: WeightTensors, name: string): tfc.Tensor {
  const found = weights[name];
  if (found === undefined) throw new Error(`weight ${name} is missing`);
  return found;
}

/**
 * Matrix product `[m, k] x [k, n]`. The gradient multiplies transposed copies; TensorFlow.js's own gradient leaves the
 * transposition to the kernel, which on WebAssembly falls back to a plain loop that is ten times as slow.
 */
export function product(tf: TensorFlow, left: tfc.Tensor, right: tfc.Tensor): tfc.Tensor2D {
  const multiply = tf.customGrad<tfc.Tensor2D>((...given) => {
    const [a, b, save] = given as [tfc.Tensor2D, tfc.Tensor2D, tfc.GradSaveFunc];
    save([a, b]);
    return {
      value: tf.matMul(a, b),
      gradFunc: (change, saved) => {
        const [x, y] = saved as [tfc.Tensor2D, tfc.Tensor2D];
        return [tf.matMul(change, tf.transpose(y)), tf.matMul(tf.transpose(x), change)];
      },
    };
  });
  return multiply(left, right);
}
