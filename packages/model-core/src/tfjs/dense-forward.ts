import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import {
  denseLayersOf,
  denseParameterNames,
  type Activation,
  type DenseAutoencoderArchitecture,
  type DenseLayer,
} from '../autoencoders/dense-autoencoder.ts';
import { product, weightOf, type TensorFlow, type WeightTensors } from './tensorflow.ts';

/** A layer and its output `[batch, units]`. */
export interface LayerOutput {
  readonly layer: DenseLayer;
  readonly output: Tensor2D;
}

export interface Encoded {
  readonly layers: readonly LayerOutput[];
  /** `[batch, latent]`: the code, or its mean if variational. */
  readonly code: Tensor2D;
  /** `[batch, latent]`; undefined unless variational. */
  readonly logVariance: Tensor2D | undefined;
}

function activated(tf: TensorFlow, sums: Tensor2D, activation: Activation): Tensor2D {
  switch (activation) {
    case 'linear':
      return sums;
    case 'relu':
      return tf.relu(sums);
    case 'sigmoid':
      return tf.sigmoid(sums);
  }
}

function runLayer(tf: TensorFlow, weights: WeightTensors, layer: DenseLayer, input: Tensor2D): Tensor2D {
  const names = denseParameterNames(layer);
  const sums = product(tf, input, weightOf(weights, names.weights));
  return activated(tf, tf.add(sums, weightOf(weights, names.bias)), layer.activation);
}

/** @param inputs `[batch, sampleCount]` */
export function encode(
  tf: TensorFlow,
  architecture: DenseAutoencoderArchitecture,
  weights: WeightTensors,
  inputs: Tensor2D,
): Encoded {
  const { encoder, logVariance } = denseLayersOf(architecture);
  const layers: LayerOutput[] = [];
  let [before, code] = [inputs, inputs];
  for (const layer of encoder) {
    before = code;
    code = runLayer(tf, weights, layer, before);
    layers.push({ layer, output: code });
  }
  return { layers, code, logVariance: logVariance && runLayer(tf, weights, logVariance, before) };
}

/**
 * @param code `[batch, latent]`
 * @returns `[batch, sampleCount]`
 */
export function decode(
  tf: TensorFlow,
  architecture: DenseAutoencoderArchitecture,
  weights: WeightTensors,
  code: Tensor2D,
): Tensor2D {
  return denseLayersOf(architecture).decoder.reduce(
    (values, layer) => runLayer(tf, weights, layer, values),
    code,
  );
}

/** Code drawn from the encoder's distribution: mean + standard deviation x noise (Kingma, Welling, 2014). */
export function drawnCode(tf: TensorFlow, mean: Tensor2D, logVariance: Tensor2D, noise: Tensor): Tensor2D {
  return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
}
