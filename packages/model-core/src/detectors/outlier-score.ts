import { ModelCoreError, requireWholeNumber } from '../errors.ts';
import { crossValidationFolds } from '../training/cross-validation.ts';

/** Scores beats, one number each, 0 or more; higher is more anomalous. */
export type OutlierScore = (beats: readonly Float32Array[]) => Float64Array;

/** Fits an outlier score to normal beats. */
export type OutlierMethod = (normals: readonly Float32Array[]) => OutlierScore;

/**
 * Score of each normal beat by a method fitted without it; fits once per fold.
 * @throws ModelCoreError (`invalid-argument`) if there are fewer than two folds, or fewer beats than folds
 */
export function heldOutScores(
  normals: readonly Float32Array[],
  method: OutlierMethod,
  options: { readonly folds: number; readonly seed: number },
): Float64Array {
  const scores = new Float64Array(normals.length);
  for (const fold of crossValidationFolds(normals.length, options.folds, options.seed)) {
    const held = method(pick(normals, fold.train))(pick(normals, fold.heldOut));
    fold.heldOut.forEach((beat, position) => {
      scores[beat] = held[position] ?? Number.NaN;
    });
  }
  return scores;
}

/** Items at the given places, in the order of the places. */
export const pick = <T>(items: readonly T[], places: readonly number[]): T[] =>
  places.flatMap((place) => items[place] ?? []);

/**
 * @returns the common length of the beats in samples
 * @throws ModelCoreError (`invalid-argument`) if there are too few beats, or they differ in length
 */
export function requireNormals(normals: readonly Float32Array[], minimum: number): number {
  requireWholeNumber('normals', normals.length, minimum);
  const sampleCount = normals[0]?.length ?? 0;
  requireSamples(normals, sampleCount);
  return sampleCount;
}

/** @throws ModelCoreError (`invalid-argument`) if a beat does not have `sampleCount` samples */
export function requireSamples(beats: readonly Float32Array[], sampleCount: number): void {
  const wrong = beats.findIndex((beat) => beat.length !== sampleCount);
  if (wrong < 0) return;
  throw new ModelCoreError(
    { field: `beat ${wrong}`, found: `${beats[wrong]?.length} samples`, expected: String(sampleCount) },
    { code: 'invalid-argument', context: { beat: wrong } },
  );
}
