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

let sums = new Float64Array(64);

/** Sums each hidden unit's inputs, four units in one pass: their sums overlap in the processor. */
function sumInputs(hidden: Float64Array, hiddenBias: Float64Array): void {
  const units = hiddenBias.length;
  if (sums.length < units) sums = new Float64Array(units);
  for (let unit = 0; unit < units; unit += 4) {
    let first = hiddenBias[unit] ?? 0;
    let second = hiddenBias[unit + 1] ?? 0;
    let third = hiddenBias[unit + 2] ?? 0;
    let fourth = hiddenBias[unit + 3] ?? 0;
    const row = unit * featureCount;
    for (let index = 0; index < featureCount; index += 1) {
      const deviation = deviations[index] ?? 0;
      first += (hidden[row + index] ?? 0) * deviation;
      second += (hidden[row + featureCount + index] ?? 0) * deviation;
      third += (hidden[row + 2 * featureCount + index] ?? 0) * deviation;
      fourth += (hidden[row + 3 * featureCount + index] ?? 0) * deviation;
    }
    // What lies beyond the last unit is neither kept nor read.
    sums[unit] = first;
    sums[unit + 1] = second;
    sums[unit + 2] = third;
    sums[unit + 3] = fourth;
  }
}

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
  const units = hiddenBias.length;
  sumInputs(hidden, hiddenBias);
  for (let unit = 0; unit < units; unit += 1) {
    const value = Math.tanh(sums[unit] ?? 0);
    for (let kind = 0; kind < classCount; kind += 1) {
      shares[kind] = (shares[kind] ?? 0) + (output[kind * units + unit] ?? 0) * value;
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
