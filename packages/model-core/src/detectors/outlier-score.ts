import { ModelCoreError, requireWholeNumber } from '../errors.ts';
import { crossValidationFolds } from '../training/cross-validation.ts';

/** Says how strange beats are, one number each; higher is stranger, 0 or more. */
export type OutlierScore = (beats: readonly Float32Array[]) => Float64Array;

/** Learns from normal beats what is usual. */
export type OutlierMethod = (normals: readonly Float32Array[]) => OutlierScore;

/**
 * Score of each normal beat by a method that has not seen it: as many fits as there are folds.
 * @throws ModelCoreError where there are fewer than two folds or fewer beats than folds
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

/** The items at these places, in their order. */
export const pick = <T>(items: readonly T[], places: readonly number[]): T[] =>
  places.flatMap((place) => items[place] ?? []);

/** @throws ModelCoreError (`invalid-argument`) where there are too few beats, or they differ in length */
export function requireNormals(normals: readonly Float32Array[], minimum: number): number {
  requireWholeNumber('normals', normals.length, minimum);
  const sampleCount = normals[0]?.length ?? 0;
  requireSamples(normals, sampleCount);
  return sampleCount;
}

/** @throws ModelCoreError (`invalid-argument`) where a beat has another length */
export function requireSamples(beats: readonly Float32Array[], sampleCount: number): void {
  const strange = beats.findIndex((beat) => beat.length !== sampleCount);
  if (strange < 0) return;
  throw new ModelCoreError(
    { field: `beat ${strange}`, found: `${beats[strange]?.length} samples`, expected: String(sampleCount) },
    { code: 'invalid-argument', context: { beat: strange } },
  );
}
