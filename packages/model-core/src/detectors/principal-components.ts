import { PCA } from 'ml-pca';

/** A mean and the directions in which examples differ most from it, each of length 1. */
export interface PrincipalComponents {
  readonly mean: Float64Array;
  /** As many as wanted, the first with most of the variance. */
  readonly axes: readonly (readonly number[])[];
}

/** @param examples more than `count`, all of one length of at least `count` */
export function principalComponents(examples: readonly Float32Array[], count: number): PrincipalComponents {
  const rows = examples.map((example) => [...example]);
  return {
    mean: Float64Array.from({ length: rows[0]?.length ?? 0 }, (_, at) => columnMean(examples, at)),
    axes: new PCA(rows).getEigenvectors().transpose().to2DArray().slice(0, count),
  };
}

const columnMean = (examples: readonly Float32Array[], at: number): number =>
  examples.reduce((sum, example) => sum + (example[at] ?? 0), 0) / examples.length;
