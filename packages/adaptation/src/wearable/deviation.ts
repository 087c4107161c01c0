import { windowLength } from './window.ts';

/** One of the patient's own shapes: medians of its beats, `[88]` each, in the beats' own deviations. */
export interface OwnShape {
  /** Of what the autoencoder sees. */
  readonly input: Float32Array;
  /** Of what it leaves of that: input less reconstruction. The same of beat after beat, it is no anomaly. */
  readonly error: Float32Array;
}

export type Aspect = keyof OwnShape;

/**
 * Mean absolute difference to the most alike of the patient's shapes, over the values that are the beat's own.
 * @param values `[88]`
 * @param own how many of them are the beat's own
 * @returns in the beat's own deviations; Infinity where there is no shape
 */
export function departure(
  values: ArrayLike<number>,
  own: number,
  shapes: readonly OwnShape[],
  aspect: Aspect,
): number {
  let least = Number.POSITIVE_INFINITY;
  for (const shape of shapes) {
    const usual = shape[aspect];
    let sum = 0;
    for (let index = 0; index < own; index += 1) sum += Math.abs((values[index] ?? 0) - (usual[index] ?? 0));
    least = Math.min(least, sum / own);
  }
  return least;
}

/** Value by value the median of some rows of 88. */
export function medianRow(rows: readonly ArrayLike<number>[]): Float32Array {
  const column = new Float64Array(rows.length);
  const middle = rows.length >> 1;
  return Float32Array.from({ length: windowLength }, (_, at) => {
    rows.forEach((row, index) => {
      column[index] = row[at] ?? 0;
    });
    column.sort();
    const upper = column[middle] ?? 0;
    return rows.length % 2 === 1 ? upper : (upper + (column[middle - 1] ?? upper)) / 2;
  });
}
