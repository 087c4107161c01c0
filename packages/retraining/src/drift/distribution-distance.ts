import { binOf, equalShareEdges } from '../equal-share-bins.ts';

/** Bins of the population stability index. */
const binCount = 10;
/** Least share of a bin, so that an empty one does not count as infinitely far. */
const leastShare = 1e-4;

/**
 * Population stability index of two samples, 0 for equal ones: the sum over ten bins with equal shares of the first sample of
 * (q - p) ln(q / p), which is the symmetric Kullback-Leibler divergence of the binned samples (Lewis 1994; Yurdakul & Naranjo
 * 2020, doi:10.21314/JRMV.2020.227). Usual limits: below 0.1 no change, from 0.25 a strong one. NaN without values.
 */
export function populationStabilityIndex(before: ArrayLike<number>, after: ArrayLike<number>): number {
  if (before.length === 0 || after.length === 0) return Number.NaN;
  const edges = equalShareEdges(before, binCount);
  const [p, q] = [sharesOf(before, edges), sharesOf(after, edges)];
  return p.reduce((sum, share, bin) => {
    const [one, other] = [Math.max(leastShare, share), Math.max(leastShare, q[bin] ?? 0)];
    return sum + (other - one) * Math.log(other / one);
  }, 0);
}

function sharesOf(values: ArrayLike<number>, edges: Float64Array): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of Array.from(values)) {
    const bin = binOf(edges, value);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count) => count / values.length);
}

export interface KolmogorovSmirnov {
  /** Greatest difference of the two distribution functions, 0 to 1. */
  readonly statistic: number;
  /** How probable one as great is between samples of one distribution, 0 to 1: asymptotic, for independent values. */
  readonly probability: number;
}

/** The two-sample test of Kolmogorov and Smirnov (Press et al., Numerical Recipes, 14.3). NaN without values. */
export function kolmogorovSmirnov(before: ArrayLike<number>, after: ArrayLike<number>): KolmogorovSmirnov {
  const [one, other] = [Float64Array.from(before).sort(), Float64Array.from(after).sort()];
  if (one.length === 0 || other.length === 0) return { statistic: Number.NaN, probability: Number.NaN };
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const value = Math.min(one[i] ?? 0, other[j] ?? 0);
    while (i < one.length && (one[i] ?? 0) <= value) i += 1;
    while (j < other.length && (other[j] ?? 0) <= value) j += 1;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  const size = Math.sqrt((one.length * other.length) / (one.length + other.length));
  return { statistic, probability: tailOf((size + 0.12 + 0.11 / size) * statistic) };
}

/** Kolmogorov's Q. */
function tailOf(lambda: number): number {
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let term = 1; term <= 100; term += 1) {
    sum += 2 * (term % 2 === 1 ? 1 : -1) * Math.exp(-2 * term * term * lambda * lambda);
  }
  return Math.min(1, Math.max(0, sum));
}
