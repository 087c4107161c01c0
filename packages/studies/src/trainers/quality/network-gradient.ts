import { classCount, featureCount } from '@beatwatch/ecg';
import { notUsable, usableClass } from './labelled-signal.ts';

/** Weights of a `QualityNetwork`, or their gradient. */
export interface NetworkWeights {
  /** [hidden unit][feature] */
  readonly hidden: Float64Array;
  readonly hiddenBias: Float64Array;
  /** [class][hidden unit] */
  readonly output: Float64Array;
  readonly outputBias: Float64Array;
}

export const networkWeights = (units: number): NetworkWeights => ({
  hidden: new Float64Array(units * featureCount),
  hiddenBias: new Float64Array(units),
  output: new Float64Array(classCount * units),
  outputBias: new Float64Array(classCount),
});

export interface LabelledDeviations {
  /** `featureCount` standardised features. */
  readonly deviations: Float64Array;
  /** A class, or `notUsable`: any class except usable. */
  readonly target: number;
  /** Above 0. */
  readonly weight: number;
}

/**
 * Adds the contribution of one example to the gradient of the cross-entropy.
 * @returns the example's weighted cross-entropy in nats, 0 or more
 */
export function addGradient(
  { hidden, hiddenBias, output, outputBias }: NetworkWeights,
  { deviations, target, weight }: LabelledDeviations,
  gradient: NetworkWeights,
): number {
  const units = hiddenBias.length;
  const activations = new Float64Array(units);
  const logits = Float64Array.from(outputBias);
  for (let unit = 0; unit < units; unit += 1) {
    let sum = hiddenBias[unit] ?? 0;
    const row = unit * featureCount;
    for (let index = 0; index < featureCount; index += 1) {
      sum += (hidden[row + index] ?? 0) * (deviations[index] ?? 0);
    }
    const value = Math.tanh(sum);
    activations[unit] = value;
    for (let kind = 0; kind < classCount; kind += 1) {
      add(logits, kind, value * (output[kind * units + unit] ?? 0));
    }
  }
  const shares = softmax(logits);
  const { loss, errors } = crossEntropy(shares, target);
  const unitErrors = new Float64Array(units);
  for (let kind = 0; kind < classCount; kind += 1) {
    const error = weight * (errors[kind] ?? 0);
    add(gradient.outputBias, kind, error);
    for (let unit = 0; unit < units; unit += 1) {
      const place = kind * units + unit;
      add(gradient.output, place, error * (activations[unit] ?? 0));
      add(unitErrors, unit, error * (output[place] ?? 0));
    }
  }
  for (let unit = 0; unit < units; unit += 1) {
    const error = (unitErrors[unit] ?? 0) * (1 - (activations[unit] ?? 0) ** 2);
    add(gradient.hiddenBias, unit, error);
    const row = unit * featureCount;
    for (let index = 0; index < featureCount; index += 1) {
      add(gradient.hidden, row + index, error * (deviations[index] ?? 0));
    }
  }
  return weight * loss;
}

function add(values: Float64Array, place: number, value: number): void {
  values[place] = (values[place] ?? 0) + value;
}

function softmax(values: Float64Array): Float64Array {
  const highest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - highest));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}

/** Cross-entropy and its derivative by each logit. */
function crossEntropy(shares: Float64Array, target: number): { loss: number; errors: Float64Array } {
  if (target !== notUsable) {
    const errors = shares.map((share, kind) => share - (kind === target ? 1 : 0));
    return { loss: -Math.log(Math.max(1e-12, shares[target] ?? 0)), errors };
  }
  const usable = shares[usableClass] ?? 0;
  const noisy = Math.max(1e-12, 1 - usable);
  const errors = shares.map((share, kind) => (kind === usableClass ? usable : (-usable * share) / noisy));
  return { loss: -Math.log(noisy), errors };
}
