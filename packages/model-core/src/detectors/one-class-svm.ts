import { ModelCoreError } from '../errors.ts';
import { euclidean } from './distances.ts';
import { requireNormals, requireSamples, type OutlierMethod } from './outlier-score.ts';

/** Stop once the optimality conditions are violated by less. */
const tolerance = 1e-6;
const mostSteps = 1_000_000;

/**
 * One-class support vector machine with a Gaussian kernel. The score is 1 - Σ αᵢ k(xᵢ, x): the negated decision
 * function, shifted to be 0 or more (the weights sum to 1).
 * Source: Schölkopf et al., "Estimating the support of a high-dimensional distribution", 2001; kernel width as with
 * scikit-learn's `gamma="scale"`: 1 / (samples x variance of all values).
 */
export function oneClassSvm(options: {
  /** Upper bound of the share of normal beats that count as outliers, in (0, 1]. */
  readonly nu: number;
}): OutlierMethod {
  const { nu } = options;
  if (!(nu > 0 && nu <= 1))
    throw new ModelCoreError(
      { field: 'nu', found: nu, expected: 'a number above 0 and at most 1' },
      {
        code: 'invalid-argument',
      },
    );
  return (normals) => {
    const sampleCount = requireNormals(normals, 2);
    const gamma = 1 / (sampleCount * variance(normals));
    const kernel = (a: Float32Array, b: Float32Array): number => Math.exp(-gamma * euclidean(a, b) ** 2);
    const weights = solve(
      normals.map((a) => Float64Array.from(normals, (b) => kernel(a, b))),
      1 / (nu * normals.length),
    );
    const support = normals.flatMap((beat, at) =>
      (weights[at] ?? 0) > 0 ? [{ beat, weight: weights[at] ?? 0 }] : [],
    );
    return (beats) => {
      requireSamples(beats, sampleCount);
      return Float64Array.from(
        beats,
        (beat) => 1 - support.reduce((sum, { beat: other, weight }) => sum + weight * kernel(beat, other), 0),
      );
    };
  };
}

function variance(beats: readonly Float32Array[]): number {
  let [count, sum, squares] = [0, 0, 0];
  for (const beat of beats) {
    for (const sample of beat) {
      count += 1;
      sum += sample;
      squares += sample * sample;
    }
  }
  return squares / count - (sum / count) ** 2;
}

/**
 * Minimises αᵀ K α / 2 subject to weights in [0, most] that sum to 1; each step moves weight between the pair that
 * violates the optimality conditions most (Keerthi et al., "Improvements to Platt's SMO algorithm", 2001).
 */
function solve(kernel: readonly Float64Array[], most: number): Float64Array {
  const count = kernel.length;
  const weights = new Float64Array(count);
  let left = 1;
  for (let at = 0; at < count && left > 0; at++) {
    weights[at] = Math.min(most, left);
    left -= weights[at] ?? 0;
  }
  const gradient = Float64Array.from(kernel, (row) =>
    row.reduce((sum, k, at) => sum + k * (weights[at] ?? 0), 0),
  );
  for (let step = 0; step < mostSteps; step++) {
    let [giver, taker] = [-1, -1];
    for (let at = 0; at < count; at++) {
      const slope = gradient[at] ?? 0;
      if ((weights[at] ?? 0) > 0 && (giver < 0 || slope > (gradient[giver] ?? 0))) giver = at;
      if ((weights[at] ?? 0) < most && (taker < 0 || slope < (gradient[taker] ?? 0))) taker = at;
    }
    const [from, to] = [kernel[giver], kernel[taker]];
    const violation = (gradient[giver] ?? 0) - (gradient[taker] ?? 0);
    if (from === undefined || to === undefined || violation < tolerance) return weights;
    const curvature = Math.max(1e-12, (from[giver] ?? 0) + (to[taker] ?? 0) - 2 * (from[taker] ?? 0));
    const moved = Math.min(violation / curvature, weights[giver] ?? 0, most - (weights[taker] ?? 0));
    weights[giver] = (weights[giver] ?? 0) - moved;
    weights[taker] = (weights[taker] ?? 0) + moved;
    for (let at = 0; at < count; at++)
      gradient[at] = (gradient[at] ?? 0) + moved * ((to[at] ?? 0) - (from[at] ?? 0));
  }
  return weights;
}
