import { fibrillationFeatures } from './features.ts';
import { fibrillationIntercept, fibrillationWeights, leastMicrovolts } from './weights.ts';
import { rootMeanSquare, unroll, windowLength } from './window.ts';

const values = new Float64Array(windowLength);

/**
 * @param ring microvolts at the analysis rate, the oldest at `start`
 * @returns 0 to 1
 */
export function fibrillationIndexOf(ring: Float32Array, start: number): number {
  unroll(ring, start, values);
  if (rootMeanSquare(values) < leastMicrovolts) return 0;
  const features = fibrillationFeatures(values);
  const weights = fibrillationWeights;
  const logit =
    fibrillationIntercept +
    weights.restingShare * features.restingShare +
    weights.lowestAutocorrelation * features.lowestAutocorrelation +
    weights.frequencyDistance * features.frequencyDistance +
    weights.concentration * features.concentration +
    weights.fastShare * features.fastShare;
  return 1 / (1 + Math.exp(-logit));
}
