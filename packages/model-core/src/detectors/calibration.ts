import { fitLogNormal } from '../thresholds/log-normal-fit.ts';

/** Lower bound that keeps the logarithm of a score of 0 finite. */
const smallest = 1e-12;

/**
 * Calibrates scores of any unit to a common scale, so that they can be averaged: the z-score of the score's logarithm
 * among held-out normal beats, by median and median absolute deviation. 0 is a typical normal beat, 2 an unusual one.
 * @param heldOut scores of normal beats that the method was fitted without, one or more
 */
export function calibrate(heldOut: ArrayLike<number>): (scores: ArrayLike<number>) => Float64Array {
  const { centre, sigma } = fitLogNormal(Array.from(heldOut, (score) => Math.max(score, smallest)));
  const width = Math.max(sigma, smallest);
  return (scores) =>
    Float64Array.from(scores, (score) => (Math.log(Math.max(score, smallest)) - centre) / width);
}

/** Mean of several calibrated scores, beat by beat. */
export function fused(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(
    parts[0] ?? [],
    (_, beat) => parts.reduce((sum, part) => sum + (part[beat] ?? Number.NaN), 0) / parts.length,
  );
}
