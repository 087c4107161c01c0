import { fibrillationFeatures, type FibrillationFeatures } from './features.ts';
import { rootMeanSquare, unroll, windowLength } from './window.ts';

/** A logistic model of one window. */
export interface FibrillationModel {
  readonly offset: number;
  readonly weights: Readonly<Record<keyof FibrillationFeatures, number>>;
}

/**
 * A quieter window is no ventricular fibrillation that could be told from asystole with interference; 45 microvolts
 * are about 0.13 mV from peak to peak.
 */
const leastMicrovolts = 45;

const values = new Float64Array(windowLength);

/**
 * @param ring microvolts at the analysis rate, the oldest at `start`
 * @returns undefined where the window is too quiet to tell
 */
export function describeWindow(ring: Float32Array, start: number): FibrillationFeatures | undefined {
  unroll(ring, start, values);
  return rootMeanSquare(values) < leastMicrovolts ? undefined : fibrillationFeatures(values);
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
