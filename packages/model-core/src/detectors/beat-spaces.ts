import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { requireNormals, type OutlierMethod } from './outlier-score.ts';

/** Turns a beat into what is compared. */
export type BeatTransform = (beat: Float32Array) => Float32Array;

/** The method on beats that a transform, learned from the same normal beats, has changed. */
export function inSpace(
  learn: (normals: readonly Float32Array[]) => BeatTransform,
  method: OutlierMethod,
): OutlierMethod {
  return (normals) => {
    requireNormals(normals, 2);
    const transform = learn(normals);
    const score = method(normals.map(transform));
    return (beats) => score(beats.map(transform));
  };
}

/** Mean over so many neighbouring samples, an odd number; the outermost samples go on beyond the ends. */
export function movingMean(width: number): BeatTransform {
  const half = width >> 1;
  return (beat) =>
    Float32Array.from(beat, (_, at) => {
      let sum = 0;
      for (let from = at - half; from <= at + half; from++)
        sum += beat[Math.min(beat.length - 1, Math.max(0, from))] ?? 0;
      return sum / width;
    });
}

/**
 * A space in which directions count the less the more normal beats vary along them, as in Mahalanobis' distance, but
 * none more than the ridge allows: what varies little in 292 beats may still vary.
 * @param ridge what is added to each variance, in mean variances of a sample; above 0
 */
export function whitened(ridge: number): (normals: readonly Float32Array[]) => BeatTransform {
  return (normals) => {
    const centred = new Matrix(normals.map((beat) => [...beat]));
    centred.subRowVector(centred.mean('column'));
    const covariance = centred
      .transpose()
      .mmul(centred)
      .div(normals.length - 1);
    const added = (ridge * covariance.trace()) / covariance.rows;
    const lower = new CholeskyDecomposition(
      covariance.add(Matrix.eye(covariance.rows, covariance.rows, added)),
    ).lowerTriangularMatrix;
    const rows = lower.to2DArray().map((row) => Float64Array.from(row));
    return (beat) => forwardSubstitution(rows, beat);
  };
}

/** Solves L z = beat for a lower triangular L, so that |z|² is the beat's squared Mahalanobis length. */
function forwardSubstitution(lower: readonly Float64Array[], beat: Float32Array): Float32Array {
  const solved = new Float64Array(beat.length);
  lower.forEach((row, at) => {
    let rest = beat[at] ?? 0;
    for (let before = 0; before < at; before++) rest -= (row[before] ?? 0) * (solved[before] ?? 0);
    solved[at] = rest / (row[at] ?? 1);
  });
  return Float32Array.from(solved);
}
