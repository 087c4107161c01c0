import { upperMedian } from '@beatwatch/statistics';
import { windowLength } from './window.ts';

/** Values of the QRS complex in a window: from 112 ms before the R peak to 152 ms after. */
export const qrsFrom = 17;
export const qrsTo = 50;
/** End of the part before the QRS complex, where the P wave is. */
export const beforeTo = 22;
/** End of the part after the QRS complex, where the T wave is. */
export const afterTo = 76;
const stepMs = 8;

/** Measures of a window by itself, whoever the patient is. */
export interface BeatForm {
  /** Height of the QRS complex from its lowest to its highest value, microvolts. */
  readonly height: number;
  /** Time in which the middle 80 % of the ups and downs of the QRS complex fall, ms. */
  readonly widthMs: number;
  /** Area of the QRS complex about the level, over its height. */
  readonly area: number;
  /** -1 where it points down, 1 where it points up. */
  readonly polarity: number;
  /** Logarithm of the power up to 8 Hz over that of 10 to 37 Hz. */
  readonly lowOverHigh: number;
  /** Median bend of the whole window over the height: muscle and mains. */
  readonly roughness: number;
  readonly kurtosis: number;
  /** From the lowest to the highest value, ms. */
  readonly peakToPeakMs: number;
  /** Steepest step, microvolts in 8 ms. */
  readonly slope: number;
  /** Height of what comes before the QRS complex over its height. */
  readonly before: number;
  /** The same of what comes after it, as far as it is the beat's own. */
  readonly after: number;
  /** Highest and lowest value after it added, over the height. */
  readonly afterPolarity: number;
}

interface Extent {
  readonly lowest: number;
  readonly highest: number;
}

/** @param window microvolts with their median at 0 */
function extentOf(window: Int16Array, from: number, to: number): Extent {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = from; index < to; index += 1) {
    const value = window[index] ?? 0;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return { lowest, highest };
}

/** Measures that the template of a shape is compared by. */
export type TemplateForm = Pick<
  BeatForm,
  'height' | 'widthMs' | 'area' | 'polarity' | 'lowOverHigh' | 'slope' | 'before'
>;

/** @param window `[88]`, microvolts with their median at 0 */
export function templateForm(window: Int16Array): TemplateForm {
  const { lowest, highest } = extentOf(window, qrsFrom, qrsTo);
  const height = highest - lowest + 1;
  let area = 0;
  let slope = 0;
  for (let index = qrsFrom; index < qrsTo; index += 1) {
    const value = window[index] ?? 0;
    area += Math.abs(value);
    if (index > qrsFrom) slope = Math.max(slope, Math.abs(value - (window[index - 1] ?? 0)));
  }
  const before = extentOf(window, 0, beforeTo);
  return {
    height,
    widthMs: widthMs(window),
    area: area / height,
    polarity: (highest + lowest) / height,
    lowOverHigh: lowOverHigh(window),
    slope,
    before: (before.highest - before.lowest) / height,
  };
}

/**
 * @param window `[88]`, microvolts with their median at 0
 * @param own number of values that are the beat's own
 */
export function beatForm(window: Int16Array, own = windowLength): BeatForm {
  const form = templateForm(window);
  const { height } = form;
  const after = extentOf(window, qrsTo, Math.max(qrsTo + 4, Math.min(own, afterTo)));
  return {
    height,
    widthMs: form.widthMs,
    area: form.area,
    polarity: form.polarity,
    lowOverHigh: form.lowOverHigh,
    roughness: medianBend(window) / height,
    kurtosis: kurtosis(window),
    peakToPeakMs: peakToPeakMs(window),
    slope: form.slope,
    before: form.before,
    after: (after.highest - after.lowest) / height,
    afterPolarity: (after.highest + after.lowest) / height,
  };
}

function peakToPeakMs(window: Int16Array): number {
  let highestAt = qrsFrom;
  let lowestAt = qrsFrom;
  for (let index = qrsFrom; index < qrsTo; index += 1) {
    const value = window[index] ?? 0;
    if (value > (window[highestAt] ?? 0)) highestAt = index;
    if (value < (window[lowestAt] ?? 0)) lowestAt = index;
  }
  return Math.abs(highestAt - lowestAt) * stepMs;
}

/** Tenth and last tenth of the ups and downs are left out, and the place between two values is told. */
function widthMs(window: Int16Array): number {
  let total = 0;
  for (let index = qrsFrom + 1; index < qrsTo; index += 1) total += step(window, index);
  let [sum, from, to] = [0, qrsFrom, qrsTo];
  for (let index = qrsFrom + 1; index < qrsTo; index += 1) {
    const next = sum + step(window, index);
    if (sum < 0.1 * total && next >= 0.1 * total) from = index - (next - 0.1 * total) / (next - sum);
    if (sum < 0.9 * total && next >= 0.9 * total) to = index - (next - 0.9 * total) / (next - sum);
    sum = next;
  }
  return (to - from) * stepMs;
}

const step = (window: Int16Array, index: number): number =>
  Math.abs((window[index] ?? 0) - (window[index - 1] ?? 0));

/** Of the window at hand; calls never overlap. */
const windowBends = new Float64Array(windowLength - 2);

function medianBend(window: Int16Array): number {
  const bends = window.length === windowLength ? windowBends : new Float64Array(window.length - 2);
  for (let index = 1; index + 1 < window.length; index += 1) {
    bends[index - 1] = Math.abs(
      (window[index - 1] ?? 0) - 2 * (window[index] ?? 0) + (window[index + 1] ?? 0),
    );
  }
  return upperMedian(bends) ?? 0;
}

function kurtosis(window: Int16Array): number {
  let mean = 0;
  for (let index = 0; index < window.length; index += 1) mean += (window[index] ?? 0) / window.length;
  let second = 0;
  let fourth = 0;
  for (let index = 0; index < window.length; index += 1) {
    const square = ((window[index] ?? 0) - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  return (fourth * window.length) / (second * second + 1);
}

/** Length of the discrete Fourier transform: lines 1.95 Hz apart. */
const transformLength = 64;
const lowLines = 5;
const highLines = 20;
const count = qrsTo - qrsFrom;
const cosines = new Float64Array(highLines * count);
const sines = new Float64Array(highLines * count);
for (let line = 0; line < highLines; line += 1) {
  for (let at = 0; at < count; at += 1) {
    const angle = (2 * Math.PI * ((line * at) % transformLength)) / transformLength;
    cosines[line * count + at] = Math.cos(angle);
    sines[line * count + at] = Math.sin(angle);
  }
}

const centred = new Float64Array(count);

function lowOverHigh(window: Int16Array): number {
  let mean = 0;
  for (let at = 0; at < count; at += 1) mean += (window[qrsFrom + at] ?? 0) / count;
  for (let at = 0; at < count; at += 1) centred[at] = (window[qrsFrom + at] ?? 0) - mean;
  let low = 1;
  let high = 1;
  for (let line = 0; line < highLines; line += 1) {
    const row = line * count;
    let real = 0;
    let imaginary = 0;
    for (let at = 0; at < count; at += 1) {
      const value = centred[at] ?? 0;
      real += value * (cosines[row + at] ?? 0);
      imaginary += value * (sines[row + at] ?? 0);
    }
    const power = real * real + imaginary * imaginary;
    if (line < lowLines) low += power;
    else high += power;
  }
  return Math.log(low / high);
}
