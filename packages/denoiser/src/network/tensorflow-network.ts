import type { Parameters, TensorFlow } from '@beatwatch/model-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Convolution, ResidualNetwork } from './residual-network.ts';
import { walkNetwork } from './walk-network.ts';

/** Weights in the layout of TensorFlow.js, `[side, side, inputs, outputs]`, by their names in the model's files. */
export type NetworkWeights = Readonly<Record<string, Tensor>>;

/** The model's weights on TensorFlow's backend; the caller disposes them. */
export function toTensors(tf: TensorFlow, parameters: Parameters): Record<string, Tensor> {
  return Object.fromEntries(
    [...parameters].map(([name, { shape, values }]) => [
      name,
      tf.tidy(() => {
        const tensor = tf.tensor(values, [...shape]);
        return shape.length === 4 ? tf.transpose(tensor, [2, 3, 1, 0]) : tensor;
      }),
    ]),
  );
}

/** A copy of the weights in the shapes of the model's files. */
export function toParameters(tf: TensorFlow, weights: NetworkWeights): Parameters {
  return new Map(
    Object.entries(weights).map(([name, tensor]) => {
      const stored = tf.tidy(() =>
        tensor.rank === 4 ? tf.transpose(tensor, [3, 2, 0, 1]) : tf.clone(tensor),
      );
      const values = Float32Array.from(stored.dataSync());
      const shape = stored.shape.slice();
      stored.dispose();
      return [name, { shape, values }];
    }),
  );
}

/**
 * The network in TensorFlow.js, for its gradients; the same operations as `networkGraph`.
 * @param planes `[tiles, height / 2, width / 2, inputChannels]`
 * @returns `[tiles, height / 2, width / 2, 4]`
 */
export function networkNoise(
  tf: TensorFlow,
  network: ResidualNetwork,
  weights: NetworkWeights,
  planes: Tensor4D,
): Tensor4D {
  const weight = (name: string): Tensor => {
    const found = weights[name];
    if (found === undefined) throw new Error(`weights: ${name} is missing`);
    return found;
  };
  const convolve = (input: Tensor4D, { name, side }: Convolution): Tensor4D =>
    tf.add(
      tf.conv2d(
        input,
        weight(`${name}.weights`) as Tensor4D,
        side === 2 ? 2 : 1,
        side === 3 ? 'same' : 'valid',
      ),
      weight(`${name}.bias`),
    );
  return walkNetwork<Tensor4D>(
    network,
    {
      convolve,
      rectify: (input) => tf.relu(input),
      add: (one, two) => tf.add(one, two),
      spread: (input) => spread(tf, input),
    },
    planes,
  );
}

/**
 * Channels of four places to the places: ONNX's DepthToSpace in its order `DCR`, which has no gradient in
 * TensorFlow.js.
 */
function spread(tf: TensorFlow, input: Tensor4D): Tensor4D {
  const [tiles, height, width, channels] = input.shape;
  const apart = tf.reshape(input, [tiles, height, width, 2, 2, channels / 4]);
  return tf.reshape(tf.transpose(apart, [0, 1, 3, 2, 4, 5]), [tiles, height * 2, width * 2, channels / 4]);
}
