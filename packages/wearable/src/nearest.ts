import { windowLength } from './window.ts';

/** So many of the most alike count. */
const neighbours = 5;
/** Beats are compared where they lie, and a value to either side. */
const largestShift = 1;

/** Beats to compare with: rows of one length, one after the other. */
export interface Rows<Values extends Float32Array | Int16Array> {
  readonly values: Values;
  readonly count: number;
}

/** Rows next to one in time are its near copies: they do not stand for the patient when it is compared with itself. */
const isNear = (row: number, self: number): boolean => Math.abs(row - self) <= 1;

/**
 * Mean absolute difference over the beat's own values, to the most alike, microvolts.
 * @param window 88 values, microvolts like the rows
 * @param own how many of them are the beat's own
 * @param self its own number among the rows, which is left out with its neighbours; -1: it is none of them
 */
export function windowDistance(
  rows: Rows<Int16Array>,
  window: Int16Array,
  own: number,
  self: number,
): number {
  const nearest = new Smallest(neighbours);
  for (let row = 0; row < rows.count; row += 1) {
    if (isNear(row, self)) continue;
    let best = nearest.largest;
    for (let shift = -largestShift; shift <= largestShift; shift += 1) {
      best = Math.min(best, differences(rows.values, row, window, own, shift, best));
    }
    nearest.add(best);
  }
  return nearest.mean() / own;
}

/** Values after which a sum that has grown too large is given up. */
const stretch = 22;

/** Sum of absolute differences, as far as it matters; a row that is moved beyond its end goes on with its last value. */
function differences(
  values: Int16Array,
  row: number,
  window: Int16Array,
  own: number,
  shift: number,
  enough: number,
): number {
  const start = row * windowLength;
  const last = start + windowLength - 1;
  let sum = 0;
  for (let from = 0; from < own && sum < enough; from += stretch) {
    const to = Math.min(own, from + stretch);
    for (let index = from; index < to; index += 1) {
      const at = Math.min(last, Math.max(start, start + index + shift));
      sum += Math.abs((window[index] ?? 0) - (values[at] ?? 0));
    }
  }
  return sum;
}

/** Mean Euclidean distance of a code to the nearest rows. `self` as for {@link windowDistances}. */
export function codeDistance(rows: Rows<Float32Array>, code: Float32Array, self: number): number {
  const nearest = new Smallest(neighbours);
  const size = code.length;
  for (let row = 0; row < rows.count; row += 1) {
    if (isNear(row, self)) continue;
    let squares = 0;
    for (let index = 0; index < size; index += 1) {
      squares += ((code[index] ?? 0) - (rows.values[row * size + index] ?? 0)) ** 2;
    }
    nearest.add(Math.sqrt(squares));
  }
  return nearest.mean();
}

/** Keeps the smallest of many numbers. */
class Smallest {
  readonly #kept: Float64Array;

  constructor(count: number) {
    this.#kept = new Float64Array(count).fill(Infinity);
  }

  /** Nothing from here on is kept. */
  get largest(): number {
    return this.#kept.at(-1) ?? Infinity;
  }

  add(value: number): void {
    const kept = this.#kept;
    let at = kept.length - 1;
    if (value >= (kept[at] ?? 0)) return;
    for (; at > 0 && (kept[at - 1] ?? 0) > value; at -= 1) kept[at] = kept[at - 1] ?? 0;
    kept[at] = value;
  }

  /** Of as many as came, up to the count. */
  mean(): number {
    let sum = 0;
    let count = 0;
    for (const value of this.#kept) {
      if (value === Infinity) break;
      sum += value;
      count += 1;
    }
    return sum / count;
  }
}
