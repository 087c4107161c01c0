import { windowLength } from './window.ts';

/** One of the patient's own shapes: medians over its beats, `[88]` each, in the beats' own scale. */
export interface OwnShape {
  /** Of the autoencoder's input. */
  readonly input: Float32Array;
  /** Of its error, input less reconstruction. An error that recurs in beat after beat is no anomaly. */
  readonly error: Float32Array;
}

export type Aspect = keyof OwnShape;

/**
 * Mean absolute difference to the most similar of the patient's shapes, over the values that are the beat's own.
 * @param values `[88]`
 * @param own number of values that are the beat's own
 * @returns in the beat's own scale; Infinity where there is no shape
 */
export function deviation(
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

/** The medians, value by value, of rows of 88. */
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
