import { analysisRateHz, windowLength } from './window.ts';
import { valueOfRank } from './select.ts';
import { spectralShape } from './spectrum.ts';

/** Features of one window that separate fibrillation from other rhythms and noise, independent of amplitude. */
export interface FibrillationFeatures {
  /**
   * Share of the steps between neighbouring values that are below a fifth of their 95th percentile: a rhythm with QRS
   * complexes rests between them, fibrillation never does (after the slope histograms of Jekova and Krasteva, Physiol.
   * Meas. 25, 2004).
   */
  readonly restingShare: number;
  /** Lowest autocorrelation within 350 ms, -1 to 1: an oscillation is inverted after half a wave. */
  readonly lowestAutocorrelation: number;
  /** Distance of the dominant frequency from 4.5 Hz: absolute logarithm of their ratio. */
  readonly frequencyDistance: number;
  /** Share of the power within 1 Hz of the dominant frequency (Barro et al., J. Med. Eng. Technol. 13, 1989). */
  readonly concentration: number;
  /** Share of the power from 10 Hz on: QRS complexes and muscle noise. */
  readonly fastShare: number;
}

/** The features, and the frequency that one of them is measured from. */
export interface WindowFeatures extends FibrillationFeatures {
  /** 1.5 to 9.5. */
  readonly dominantHz: number;
}

/** Name of the feature set; change it with any feature. A model accepts only the set that its file names. */
export const fibrillationFeatureSet = 'window-features-1';

/** Names of the features in the order of the weights in a model file. */
export const fibrillationFeatureNames = [
  'restingShare',
  'lowestAutocorrelation',
  'frequencyDistance',
  'concentration',
  'fastShare',
] as const satisfies readonly (keyof FibrillationFeatures)[];

const longestHalfWave = Math.floor(0.35 * analysisRateHz);

const steps = new Float64Array(windowLength - 1);
const sizes = new Float64Array(windowLength);
const clipped = new Float64Array(windowLength);

/**
 * Computes the features of a window.
 * @param values `windowLength` microvolts at the analysis rate with mean 0, oldest first
 */
export function fibrillationFeatures(values: Float64Array): WindowFeatures {
  clip(values);
  return {
    restingShare: restingShare(values),
    lowestAutocorrelation: lowestAutocorrelation(values),
    ...spectralShape(clipped),
  };
}

function restingShare(values: Float64Array): number {
  for (let index = 0; index < steps.length; index += 1) {
    steps[index] = Math.abs((values[index + 1] ?? 0) - (values[index] ?? 0));
  }
  const limit = 0.2 * valueOfRank(steps, Math.floor(0.95 * steps.length));
  let resting = 0;
  for (let index = 0; index < steps.length; index += 1) if ((steps[index] ?? 0) < limit) resting += 1;
  return resting / steps.length;
}

function lowestAutocorrelation(values: Float64Array): number {
  const power = Math.max(1e-6, autocovariance(values, 0));
  let lowest = 1;
  let lag = 2;
  for (; lag + 5 < longestHalfWave; lag += 6) lowest = Math.min(lowest, lowestOfSix(values, lag) / power);
  for (; lag < longestHalfWave; lag += 1) lowest = Math.min(lowest, autocovariance(values, lag) / power);
  return lowest;
}

const autocovariance = (values: Float64Array, lag: number): number =>
  lagSum(values, lag, windowLength) / (windowLength - lag);

/** Sum of the products with the values `lag` before, up to the value at `end`. */
function lagSum(values: Float64Array, lag: number, end: number): number {
  let sum = 0;
  for (let index = lag; index < end; index += 1) sum += (values[index] ?? 0) * (values[index - lag] ?? 0);
  return sum;
}

/** Lowest autocovariance at this lag and the next five: six sums in one pass overlap in the processor. */
function lowestOfSix(values: Float64Array, lag: number): number {
  const common = lag + 5;
  let first = lagSum(values, lag, common);
  let second = lagSum(values, lag + 1, common);
  let third = lagSum(values, lag + 2, common);
  let fourth = lagSum(values, lag + 3, common);
  let fifth = lagSum(values, lag + 4, common);
  let sixth = 0;
  for (let index = common; index < windowLength; index += 1) {
    const value = values[index] ?? 0;
    const before = index - lag;
    first += value * (values[before] ?? 0);
    second += value * (values[before - 1] ?? 0);
    third += value * (values[before - 2] ?? 0);
    fourth += value * (values[before - 3] ?? 0);
    fifth += value * (values[before - 4] ?? 0);
    sixth += value * (values[before - 5] ?? 0);
  }
  const length = windowLength - lag;
  return Math.min(
    first / length,
    second / (length - 1),
    third / (length - 2),
    fourth / (length - 3),
    fifth / (length - 4),
    sixth / (length - 5),
  );
}

/** Clips at 2.5 times the median magnitude, so that a single large wave does not dominate the spectrum. */
function clip(values: Float64Array): void {
  for (let index = 0; index < windowLength; index += 1) sizes[index] = Math.abs(values[index] ?? 0);
  const limit = 2.5 * valueOfRank(sizes, windowLength / 2);
  let sum = 0;
  for (let index = 0; index < windowLength; index += 1) {
    const value = Math.max(-limit, Math.min(limit, values[index] ?? 0));
    clipped[index] = value;
    sum += value;
  }
  const mean = sum / windowLength;
  for (let index = 0; index < windowLength; index += 1) clipped[index] = (clipped[index] ?? 0) - mean;
}
