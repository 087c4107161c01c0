import { fitLogNormal } from '../thresholds/log-normal-fit.ts';

/** Keeps the logarithm of a perfect score finite. */
const smallest = 1e-12;

/**
 * Makes scores of any unit comparable, so that they can be added: the deviations of a score's logarithm from that of
 * held-out normal beats, by median and median absolute deviation. 0 is a usual normal beat, 2 an unusual one.
 * @param heldOut scores of normal beats that the method has not seen, one or more
 */
export function calibrate(heldOut: ArrayLike<number>): (scores: ArrayLike<number>) => Float64Array {
  const { centre, sigma } = fitLogNormal(Array.from(heldOut, (score) => Math.max(score, smallest)));
  const width = Math.max(sigma, smallest);
  return (scores) =>
    Float64Array.from(scores, (score) => (Math.log(Math.max(score, smallest)) - centre) / width);
}

/** Mean of some calibrated scores of the same beats. */
export function fused(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(
    parts[0] ?? [],
    (_, beat) => parts.reduce((sum, part) => sum + (part[beat] ?? Number.NaN), 0) / parts.length,
  );
}
