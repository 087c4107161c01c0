import { featureCount, logFeatureCount, maxDeviations, type QualityNetwork } from '@beatwatch/ecg';
import { adamDecay, adamStepSize } from '@beatwatch/model-core';
import { createSeededRandom, type SeededRandom } from '@beatwatch/statistics';
import type { Examples } from './examples.ts';
import { addGradient, networkWeights, type NetworkWeights } from './network-gradient.ts';

export interface NetworkSettings {
  /** Units of the hidden layer. */
  readonly hiddenUnits: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Initial learning rate of Adam; falls to 0 along a cosine. */
  readonly learningRate: number;
  /** Seed of the initial weights, the order of examples and the gain augmentation. */
  readonly seed: number;
}

/** Largest factor by which the amplitude of an example is scaled up or down: devices differ in gain. */
const maxGain = 1.5;
/** L2 regularisation of the weights. */
const weightDecay = 1e-4;

/**
 * Fits a network to examples.
 * @param onEpoch called with the number of the epoch, from 1, and the mean loss of its examples in nats
 */
export function fitNetwork(
  examples: Examples,
  settings: NetworkSettings,
  onEpoch: (epoch: number, loss: number) => void,
): QualityNetwork {
  const { hiddenUnits, epochs, batchSize, learningRate, seed } = settings;
  const random = createSeededRandom(seed);
  const standard = standardOf(examples);
  const weights = firstWeights(hiddenUnits, random);
  const gradient = networkWeights(hiddenUnits);
  const update = adam(weights, gradient);
  const count = examples.features.length;
  const steps = epochs * Math.ceil(count / batchSize);
  const deviations = new Float64Array(featureCount);
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const order = random.permutation(count);
    let loss = 0;
    for (let from = 0; from < count; from += batchSize) {
      const batch = order.subarray(from, from + batchSize);
      for (const example of batch) {
        const logGain = random.uniform(-1, 1) * Math.log(maxGain);
        standardise(examples.features[example], logGain, standard, deviations);
        const target = examples.targets[example] ?? 0;
        const weight = examples.weights[example] ?? 0;
        loss += addGradient(weights, { deviations, target, weight }, gradient);
      }
      const rate = (learningRate / 2) * (1 + Math.cos((Math.PI * step) / steps));
      step += 1;
      update(step, rate, batch.length);
    }
    onEpoch(epoch, loss / count);
  }
  return { ...standard, ...weights };
}

type Standard = Pick<QualityNetwork, 'centre' | 'scale'>;

function standardOf({ features, weights }: Examples): Standard {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const average = (of: (row: Float32Array) => number): number =>
    features.reduce((sum, row, index) => sum + (weights[index] ?? 0) * of(row), 0) / total;
  const places = Float64Array.from({ length: featureCount }, (_, place) => place);
  const centre = places.map((place) => average((row) => row[place] ?? 0));
  const scale = places.map((place) => {
    const deviation = Math.sqrt(average((row) => ((row[place] ?? 0) - (centre[place] ?? 0)) ** 2));
    return deviation > 0 ? deviation : 1;
  });
  return { centre, scale };
}

/** Standardises features as `classify` does, for a signal scaled by the exponential of `logGain`. */
function standardise(
  row: Float32Array | undefined,
  logGain: number,
  { centre, scale }: Standard,
  deviations: Float64Array,
): void {
  for (let place = 0; place < featureCount; place += 1) {
    const value = (row?.[place] ?? 0) + (place < logFeatureCount ? logGain : 0);
    const deviation = (value - (centre[place] ?? 0)) / (scale[place] ?? 1);
    deviations[place] = Math.max(-maxDeviations, Math.min(maxDeviations, deviation));
  }
}

/** Normal initial weights scaled by the number of inputs, after Glorot and Bengio, AISTATS 2010. */
function firstWeights(hiddenUnits: number, random: SeededRandom): NetworkWeights {
  const weights = networkWeights(hiddenUnits);
  for (const [place] of weights.hidden.entries()) {
    weights.hidden[place] = random.normal() / Math.sqrt(featureCount);
  }
  for (const [place] of weights.output.entries()) {
    weights.output[place] = random.normal() / Math.sqrt(hiddenUnits);
  }
  return weights;
}

/** Moves the weights against the mean gradient of a batch, and sets the gradient back to 0. */
function adam(weights: NetworkWeights, gradient: NetworkWeights) {
  const { firstDecay, secondDecay, epsilon } = adamDecay;
  const parts = (['hidden', 'hiddenBias', 'output', 'outputBias'] as const).map((name) => ({
    values: weights[name],
    slopes: gradient[name],
    first: new Float64Array(weights[name].length),
    second: new Float64Array(weights[name].length),
  }));
  return (step: number, learningRate: number, batchSize: number): void => {
    const size = adamStepSize(learningRate, step);
    for (const { values, slopes, first, second } of parts) {
      for (let place = 0; place < values.length; place += 1) {
        const value = values[place] ?? 0;
        const slope = (slopes[place] ?? 0) / batchSize + weightDecay * value;
        const mean = firstDecay * (first[place] ?? 0) + (1 - firstDecay) * slope;
        const square = secondDecay * (second[place] ?? 0) + (1 - secondDecay) * slope * slope;
        first[place] = mean;
        second[place] = square;
        values[place] = value - (size * mean) / (Math.sqrt(square) + epsilon);
      }
      slopes.fill(0);
    }
  };
}
