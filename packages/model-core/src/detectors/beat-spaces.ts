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

/** The samples from the middle on. */
export const secondHalf: BeatTransform = (beat) => beat.subarray(beat.length >> 1);
