import { qrsFrom, qrsTo } from './beat-form.ts';
import { formOf, type Match, type Shape } from './shape-memory.ts';

const heightWeight = 0.3;
const largestShift = 3;
const shifts = 2 * largestShift + 1;
const count = qrsTo - qrsFrom;

// Of the window at each shift; calls never overlap. Sums of whole numbers are exact, in whatever order.
const sums = new Float64Array(shifts);
const powers = new Float64Array(shifts);
const products = new Float64Array(shifts);

/**
 * How a beat matches each shape, in their order: at the best of seven shifts, by the correlation over the QRS complex. What
 * depends on the window or the shape alone is summed once.
 * @param window `[88]`, microvolts with their median at 0
 */
export function matchesOf(shapes: readonly Shape[], window: Int16Array, height: number): Match[] {
  for (let at = 0; at < shifts; at += 1) {
    const from = qrsFrom - (at - largestShift);
    const sum = sumOf(window, from);
    sums[at] = sum;
    powers[at] = Math.max(1, squaresOf(window, from) - (sum * sum) / count);
  }
  return shapes.map((shape, index) => matchOf(shape, index, window, height));
}

function matchOf(shape: Shape, index: number, window: Int16Array, height: number): Match {
  const { template } = shape;
  const sum = sumOf(template, qrsFrom);
  const power = Math.max(1, squaresOf(template, qrsFrom) - (sum * sum) / count);
  multiply(template, window);
  let shift = 0;
  let correlation = Number.NaN;
  for (let at = 0; at < shifts; at += 1) {
    const shared = (products[at] ?? 0) - (sum * (sums[at] ?? 0)) / count;
    const like = shared / Math.sqrt(power * (powers[at] ?? 0));
    if (like <= correlation) continue;
    correlation = like;
    shift = at - largestShift;
  }
  const penalty = heightWeight * Math.abs(Math.log(height / formOf(shape).height));
  return { index, shift, correlation, similarity: correlation - penalty };
}

function sumOf(values: Int16Array, from: number): number {
  let sum = 0;
  for (let index = from; index < from + count; index += 1) sum += values[index] ?? 0;
  return sum;
}

function squaresOf(values: Int16Array, from: number): number {
  let sum = 0;
  for (let index = from; index < from + count; index += 1) {
    const value = values[index] ?? 0;
    sum += value * value;
  }
  return sum;
}

/** Sums the products at all shifts in one pass. */
function multiply(template: Int16Array, window: Int16Array): void {
  let before3 = 0;
  let before2 = 0;
  let before1 = 0;
  let middle = 0;
  let after1 = 0;
  let after2 = 0;
  let after3 = 0;
  for (let index = qrsFrom; index < qrsTo; index += 1) {
    const value = template[index] ?? 0;
    before3 += value * (window[index + 3] ?? 0);
    before2 += value * (window[index + 2] ?? 0);
    before1 += value * (window[index + 1] ?? 0);
    middle += value * (window[index] ?? 0);
    after1 += value * (window[index - 1] ?? 0);
    after2 += value * (window[index - 2] ?? 0);
    after3 += value * (window[index - 3] ?? 0);
  }
  products[0] = before3;
  products[1] = before2;
  products[2] = before1;
  products[3] = middle;
  products[4] = after1;
  products[5] = after2;
  products[6] = after3;
}
