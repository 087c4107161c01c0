import type * as tfc from '@tensorflow/tfjs-core';

/** TensorFlow.js, with whatever backend the caller chose and waited for. */
export type TensorFlow = typeof tfc;
/** Weights on the backend, by name. */
export type WeightTensors = Readonly<Record<string, tfc.Tensor>>;

export function weightOf(weights: WeightTensors, name: string): tfc.Tensor {
  const found = weights[name];
  if (found === undefined) throw new Error(`no weight ${name}`);
  return found;
}

/**
 * Matrix product `[m, k] x [k, n]`. Its gradient multiplies transposed copies, where TensorFlow.js has its kernel
 * transpose: on WebAssembly that takes a plain loop in the place of the fast product, and ten times as long.
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
