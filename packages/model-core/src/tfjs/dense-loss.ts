import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { denseParameterNames, type DenseAutoencoderArchitecture } from '../autoencoders/dense-autoencoder.ts';
import type { Objective, Penalty, ReconstructionLoss } from '../autoencoders/objective.ts';
import { decode, drawnCode, encode, type Encoded, type LayerOutput } from './dense-forward.ts';
import { product, weightOf, type TensorFlow, type WeightTensors } from './tensorflow.ts';

export interface LossOptions {
  readonly tf: TensorFlow;
  readonly architecture: DenseAutoencoderArchitecture;
  readonly objective: Objective;
  readonly weights: WeightTensors;
  /** `[batch, sampleCount]` each. */
  readonly inputs: Tensor2D;
  readonly targets: Tensor2D;
  /** Standard normal numbers `[batch, latent]` for drawing a variational code; undefined unless variational. */
  readonly noise: Tensor2D | undefined;
}

// A type, not an interface, because tf.tidy needs an index signature.
export type Losses = {
  readonly total: Scalar;
  readonly reconstruction: Scalar;
};

/** Differentiable losses, means over the batch. */
export function denseLosses(options: LossOptions): Losses {
  const { tf, architecture, objective, weights, inputs, targets, noise } = options;
  const encoded = encode(tf, architecture, weights, inputs);
  const { code, logVariance } = encoded;
  const drawn = logVariance && noise ? drawnCode(tf, code, logVariance, noise) : code;
  const outputs = decode(tf, architecture, weights, drawn);
  const reconstruction = reconstructionLoss(tf, objective.reconstruction, outputs, targets);
  const { penalty } = objective;
  if (penalty === undefined) return { total: reconstruction, reconstruction };
  const weightedPenalty = tf.mul(penaltyOf(tf, penalty, encoded, weights), penalty.weight);
  return { total: tf.add(reconstruction, weightedPenalty), reconstruction };
}

function reconstructionLoss(
  tf: TensorFlow,
  kind: ReconstructionLoss,
  outputs: Tensor2D,
  targets: Tensor2D,
): Scalar {
  const errors = tf.sub(outputs, targets);
  switch (kind) {
    case 'absolute-error-sum':
      return tf.div(tf.sum(tf.abs(errors)), outputs.shape[0]);
    case 'mean-squared-error':
      return tf.mean(tf.square(errors));
  }
}

function penaltyOf(tf: TensorFlow, penalty: Penalty, encoded: Encoded, weights: WeightTensors): Scalar {
  const { code, logVariance, layers } = encoded;
  const [batch] = code.shape;
  switch (penalty.kind) {
    case 'l1-sparsity':
      return tf.div(tf.sum(tf.abs(code)), batch);
    case 'kl-sparsity':
      return divergenceFrom(tf, penalty.meanActivation, tf.mean(code, 0));
    case 'contractive':
      return tf.div(squaredJacobianNorm(tf, layers, weights), batch);
    case 'variational':
      if (logVariance === undefined) throw new Error('the log variance is missing');
      return tf.div(
        tf.mul(tf.sum(tf.sub(tf.add(tf.square(code), tf.exp(logVariance)), tf.add(logVariance, 1))), 0.5),
        batch,
      );
  }
}

/** Distance that mean activations keep from 0 and 1, so that logarithms stay finite in float32. */
const smallestActivation = 1e-6;

/** Sum over units of p log(p / q) + (1 - p) log((1 - p) / (1 - q)), with p the target and q the mean activation. */
function divergenceFrom(tf: TensorFlow, target: number, meanActivation: Tensor): Scalar {
  const on = tf.clipByValue(meanActivation, smallestActivation, 1 - smallestActivation);
  const crossEntropy = tf.add(tf.mul(tf.log(on), -target), tf.mul(tf.log(tf.sub(1, on)), target - 1));
  const entropy = target * Math.log(target) + (1 - target) * Math.log(1 - target);
  return tf.sum(tf.add(crossEntropy, entropy));
}

/** Multiplies rows `[batch, rows, units]` by the derivative of the layer's activation, computed from its output. */
function timesSlope(tf: TensorFlow, rows: Tensor, { layer, output }: LayerOutput): Tensor {
  const [batch, units] = output.shape;
  const slopes = (values: Tensor) => tf.mul(rows, tf.reshape(values, [batch, 1, units]));
  switch (layer.activation) {
    case 'linear':
      return slopes(tf.onesLike(output));
    case 'relu':
      return slopes(tf.step(output));
    case 'sigmoid':
      return slopes(tf.mul(output, tf.sub(1, output)));
  }
}

/**
 * Squared Frobenius norm of the Jacobian of the code by the inputs, summed over the batch. The Jacobian of one example
 * is S_n W_n' ... S_1 W_1', with the layers' slopes S as diagonal matrices. R = S_n W_n' ... S_1 has only as many
 * columns as the first layer has units, and ||R W_1'||^2 is the sum of the elements of R (W_1' W_1) * R, so that the
 * Jacobian with its column for each sample is never built.
 */
function squaredJacobianNorm(tf: TensorFlow, layers: readonly LayerOutput[], weights: WeightTensors): Scalar {
  const [last, ...others] = layers.toReversed();
  if (last === undefined) throw new Error('the encoder has no layers');
  const [batch, latent] = last.output.shape;
  const matrixOf = ({ layer }: LayerOutput) => weightOf(weights, denseParameterNames(layer).weights);
  const flat = (rows: Tensor, units: number) => tf.reshape(rows, [batch * latent, units]);

  let after = last;
  let rows = timesSlope(tf, tf.reshape(tf.eye(latent), [1, latent, latent]), last);
  for (const here of others) {
    const before = product(tf, flat(rows, after.layer.units), tf.transpose(matrixOf(after)));
    rows = timesSlope(tf, tf.reshape(before, [batch, latent, here.layer.units]), here);
    after = here;
  }
  const products = product(tf, tf.transpose(matrixOf(after)), matrixOf(after));
  const flatRows = flat(rows, after.layer.units);
  return tf.sum(tf.mul(product(tf, flatRows, products), flatRows));
}
