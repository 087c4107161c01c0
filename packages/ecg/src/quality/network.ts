import { featureCount } from './features.ts';

/** Noise classes of the network, in the order of its outputs. */
export const noiseFaults = ['muscle', 'electrode-motion', 'baseline'] as const;

/** Number of classes: usable, then one for each of `noiseFaults`. */
export const classCount = 1 + noiseFaults.length;

/** Network with one hidden layer of tanh units and a softmax over `classCount` classes. */
export interface QualityNetwork {
  /** Subtracted from each feature. */
  readonly centre: Float64Array;
  /** Divisor of each centred feature. */
  readonly scale: Float64Array;
  /** [hidden unit][feature] */
  readonly hidden: Float64Array;
  readonly hiddenBias: Float64Array;
  /** [class][hidden unit] */
  readonly output: Float64Array;
  readonly outputBias: Float64Array;
}

/** Standard deviations at which a feature is clipped. */
export const maxDeviations = 5;

const deviations = new Float64Array(featureCount);
const shares = new Float64Array(classCount);

/**
 * Computes the probability of each class; they sum to 1.
 * @param features of `describeSecond`
 * @returns usable, then one for each of `noiseFaults`; overwritten by the next call
 */
export function classify(network: QualityNetwork, features: Float64Array): Float64Array {
  const { centre, scale, hidden, hiddenBias, output, outputBias } = network;
  for (let index = 0; index < featureCount; index += 1) {
    const deviation = ((features[index] ?? 0) - (centre[index] ?? 0)) / (scale[index] ?? 1);
    deviations[index] = Math.max(-maxDeviations, Math.min(maxDeviations, deviation));
  }
  for (let kind = 0; kind < classCount; kind += 1) shares[kind] = outputBias[kind] ?? 0;
  for (const [unit, bias] of hiddenBias.entries()) {
    let sum = bias;
    const row = unit * featureCount;
    for (let index = 0; index < featureCount; index += 1) {
      sum += (hidden[row + index] ?? 0) * (deviations[index] ?? 0);
    }
    const value = Math.tanh(sum);
    for (let kind = 0; kind < classCount; kind += 1) {
      shares[kind] = (shares[kind] ?? 0) + (output[kind * hiddenBias.length + unit] ?? 0) * value;
    }
  }
  let total = 0;
  for (let kind = 0; kind < classCount; kind += 1) {
    shares[kind] = Math.exp(shares[kind] ?? 0);
    total += shares[kind] ?? 0;
  }
  for (let kind = 0; kind < classCount; kind += 1) shares[kind] = (shares[kind] ?? 0) / total;
  return shares;
}
