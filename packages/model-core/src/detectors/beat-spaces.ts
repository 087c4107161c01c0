import { requireNormals, type OutlierMethod } from './outlier-score.ts';

/** Transforms a beat into the space in which beats are compared. */
export type BeatTransform = (beat: Float32Array) => Float32Array;

/** Applies a method to transformed beats; `learn` derives the transform from the same normal beats. */
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

/**
 * Moving mean; the first and last samples are repeated beyond the ends.
 * @param width samples in the mean, an odd number
 */
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

/** Second half of a beat's samples. */
export const secondHalf: BeatTransform = (beat) => beat.subarray(beat.length >> 1);
