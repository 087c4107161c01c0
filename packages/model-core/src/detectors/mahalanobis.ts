import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { requireNormals, requireSamples, type OutlierMethod } from './outlier-score.ts';

/**
 * Mahalanobis distance from the mean of the normal beats. The covariance is shrunk towards a multiple of the identity,
 * because 292 beats are too few to estimate the 9,870 covariances of 140 samples.
 * Source: Ledoit, Wolf, "A well-conditioned estimator for large-dimensional covariance matrices", 2004.
 */
export const mahalanobis: OutlierMethod = (normals) => {
  const sampleCount = requireNormals(normals, 2);
  const rows = new Matrix(normals.map((beat) => [...beat]));
  const mean = rows.mean('column');
  const centred = rows.subRowVector(mean);
  const cholesky = new CholeskyDecomposition(shrunkCovariance(centred));
  return (beats) => {
    requireSamples(beats, sampleCount);
    if (beats.length === 0) return new Float64Array(0);
    const deviations = new Matrix(beats.map((beat) => [...beat])).subRowVector(mean);
    const solved = cholesky.solve(deviations.transpose());
    return Float64Array.from(beats, (_, row) => {
      let sum = 0;
      for (let at = 0; at < sampleCount; at++) sum += deviations.get(row, at) * solved.get(at, row);
      return Math.sqrt(Math.max(0, sum));
    });
  };
};

/** @param centred `[beats, samples]`, each column of mean 0 */
function shrunkCovariance(centred: Matrix): Matrix {
  const [count, size] = [centred.rows, centred.columns];
  const covariance = centred.transpose().mmul(centred).div(count);
  const meanVariance = covariance.trace() / size;
  const target = Matrix.eye(size, size).mul(meanVariance);
  const spread = squaredNorm(Matrix.sub(covariance, target));
  // Sum over beats of ||x xᵀ - S||²: ||x||⁴ - 2 xᵀ S x + ||S||², and the middle term sums to -2 count ||S||².
  let fourthPowers = 0;
  for (let row = 0; row < count; row++)
    fourthPowers += centred.getRowVector(row).dot(centred.getRowVector(row)) ** 2;
  const uncertainty = (fourthPowers / count - squaredNorm(covariance)) / count;
  const shrinkage = spread === 0 ? 0 : Math.min(1, Math.max(0, uncertainty / spread));
  return covariance.mul(1 - shrinkage).add(target.mul(shrinkage));
}

const squaredNorm = (matrix: Matrix): number => matrix.norm('frobenius') ** 2;
