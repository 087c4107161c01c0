import { fibrillationFeatures, type FibrillationFeatures, type WindowFeatures } from './features.ts';
import { rootMeanSquare, unroll, windowLength } from './window.ts';

/** Logistic model of one window. */
export interface FibrillationModel {
  readonly offset: number;
  readonly weights: Readonly<Record<keyof FibrillationFeatures, number>>;
}

/**
 * Least root mean square of a window: below it fibrillation cannot be distinguished from asystole with interference.
 * 45 microvolts are about 0.13 mV from peak to peak.
 */
const minMicrovolts = 45;

const values = new Float64Array(windowLength);

/** A window's features and size. */
export interface WindowDescription extends WindowFeatures {
  /** Root mean square. */
  readonly sizeMicrovolts: number;
}

/**
 * Computes the features of a window.
 * @param ring microvolts at the analysis rate, the oldest at `start`
 * @returns undefined if the window is too quiet
 */
export function describeWindow(ring: Float32Array, start: number): WindowDescription | undefined {
  unroll(ring, start, values);
  const sizeMicrovolts = rootMeanSquare(values);
  return sizeMicrovolts < minMicrovolts ? undefined : { ...fibrillationFeatures(values), sizeMicrovolts };
}

/** Logarithm of the odds that the window shows ventricular fibrillation. */
export function fibrillationLogOdds(
  features: FibrillationFeatures,
  { offset, weights }: FibrillationModel,
): number {
  return (
    offset +
    weights.restingShare * features.restingShare +
    weights.lowestAutocorrelation * features.lowestAutocorrelation +
    weights.frequencyDistance * features.frequencyDistance +
    weights.concentration * features.concentration +
    weights.fastShare * features.fastShare
  );
}
