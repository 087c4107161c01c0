import { mean, median, quantile } from '@beatwatch/statistics';
import { atrialLength, shapeLength } from './atrial-beat.ts';

/** Whether the same P wave goes before each beat, or an unsteady baseline; independent of amplitude and polarity. */
export interface AtrialFeatures {
  /** Median correlation of what goes before each QRS complex with its median. */
  readonly waveCorrelation: number;
  /** Lower quartile of the same. */
  readonly lowWaveCorrelation: number;
  /** Deviation of the median P wave over what the beats differ from it by. */
  readonly waveToRest: number;
  /** Peak-to-peak amplitude of the median P wave over that of the QRS complex. */
  readonly waveAmplitude: number;
  /** Median correlation of what goes before one beat and the next. */
  readonly successive: number;
  /** How rough the signal before the QRS complex is, over what the beats differ by: f waves are smooth, muscle noise is not. */
  readonly roughness: number;
  /** Median correlation of the QRS complexes with their median. */
  readonly complexCorrelation: number;
  /** Share of QRS complexes unlike the median: ectopic beats, noise. */
  readonly unlike: number;
}

export const atrialFeatureNames = [
  'waveCorrelation',
  'lowWaveCorrelation',
  'waveToRest',
  'waveAmplitude',
  'successive',
  'roughness',
  'complexCorrelation',
  'unlike',
] as const satisfies readonly (keyof AtrialFeatures)[];

/** Values of a shape that are compared to tell an ectopic complex, and those that hold the R wave. */
const complex = { from: 10, to: shapeLength } as const;
const rWave = { from: 13, to: 20 } as const;
/** A complex of lower correlation with the median one is unlike it. */
export const alike = 0.85;
const fewestAlike = 5;

/** Shapes of beats, one behind the other: `[beats × shapeLength]`. */
export function shapeRows(shapes: readonly Int16Array[]): Float64Array {
  const rows = new Float64Array(shapes.length * shapeLength);
  let at = 0;
  for (const shape of shapes) {
    for (let index = 0; index < shapeLength; index += 1) rows[at + index] = shape[index] ?? 0;
    at += shapeLength;
  }
  return rows;
}

/** The median of each value of the QRS complexes, `[shapeLength]`; 0 outside of them. */
export const medianComplex = (rows: Float64Array): Float64Array =>
  medianOfRows(rows, { length: shapeLength, ...complex });

/**
 * Correlation of each QRS complex with their median.
 * @param usual `medianComplex` of the rows
 */
export function complexCorrelations(rows: Float64Array, usual: Float64Array): number[] {
  const middle = spreadOf(usual, complex.from, complex.to);
  const correlations: number[] = [];
  for (let row = 0; row < rows.length; row += shapeLength)
    correlations.push(correlation(spreadOf(rows, row + complex.from, row + complex.to), middle));
  return correlations;
}

/**
 * @param rows `shapeRows` of the beats, oldest first, at least two
 * @param known.usual `medianComplex` of the rows
 * @param known.correlations of their QRS complexes with the median one
 */
export function atrialFeatures(
  rows: Float64Array,
  { usual, correlations }: { readonly usual: Float64Array; readonly correlations: readonly number[] },
): AtrialFeatures {
  const similar = correlations.flatMap((value, index) => (value >= alike ? [index] : []));
  const waves = atrialParts(rows, similar.length >= fewestAlike ? similar : [...correlations.keys()]);
  const wave = medianOfRows(waves, { length: atrialLength, from: 0, to: atrialLength });
  const rest = median(deviationsFrom(waves, wave)) + 1e-3;
  const spreads = spreadsOf(waves);
  const middle = spreadOf(wave, 0, atrialLength);
  const withWave = spreads.map((each) => correlation(each, middle));
  return {
    waveCorrelation: median(withWave),
    lowWaveCorrelation: quantile(withWave, 0.25),
    waveToRest: deviation(wave) / rest,
    waveAmplitude: extent(wave) / (extent(usual.subarray(rWave.from, rWave.to)) + 1),
    successive: median(spreads.slice(1).map((each, index) => correlation(each, spreads[index] ?? middle))),
    roughness: median(curvatures(waves)) / rest,
    complexCorrelation: median(correlations),
    unlike: correlations.filter((value) => value < alike).length / correlations.length,
  };
}

/**
 * @param beats numbers of the beats among the rows
 * @returns what goes before each of their QRS complexes, without its slope and mean, one behind the other
 */
function atrialParts(rows: Float64Array, beats: readonly number[]): Float64Array {
  const parts = new Float64Array(beats.length * atrialLength);
  const last = atrialLength - 1;
  for (const [place, beat] of beats.entries()) {
    const row = beat * shapeLength;
    const from = place * atrialLength;
    const ends =
      (rows[row + last - 1] ?? 0) + (rows[row + last] ?? 0) - (rows[row] ?? 0) - (rows[row + 1] ?? 0);
    const slope = ends / 2 / (atrialLength - 2);
    let sum = 0;
    for (let index = 0; index < atrialLength; index += 1) {
      const value = (rows[row + index] ?? 0) - slope * index;
      parts[from + index] = value;
      sum += value;
    }
    const level = sum / atrialLength;
    for (let index = from; index < from + atrialLength; index += 1)
      parts[index] = (parts[index] ?? 0) - level;
  }
  return parts;
}

/** Median of each value from `from` on over rows of a length. */
function medianOfRows(
  rows: Float64Array,
  { length, from, to }: { readonly length: number; readonly from: number; readonly to: number },
): Float64Array {
  const medians = new Float64Array(length);
  const values = new Float64Array(rows.length / length);
  for (let index = from; index < to; index += 1) {
    for (let row = 0; row < values.length; row += 1) values[row] = rows[row * length + index] ?? 0;
    medians[index] = median(values);
  }
  return medians;
}

/** Deviation of each wave's difference from the median one. */
function deviationsFrom(waves: Float64Array, wave: Float64Array): number[] {
  const rest = new Float64Array(atrialLength);
  const deviations: number[] = [];
  for (let from = 0; from < waves.length; from += atrialLength) {
    for (let index = 0; index < atrialLength; index += 1)
      rest[index] = (waves[from + index] ?? 0) - (wave[index] ?? 0);
    deviations.push(deviation(rest));
  }
  return deviations;
}

function deviation(values: Float64Array): number {
  const middle = mean(values);
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) squares += ((values[index] ?? 0) - middle) ** 2;
  return Math.sqrt(squares / values.length);
}

function extent(values: Float64Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}

/** Mean size of the second differences of each wave. */
function curvatures(waves: Float64Array): number[] {
  const all: number[] = [];
  for (let from = 0; from < waves.length; from += atrialLength) {
    let sum = 0;
    for (let index = from + 2; index < from + atrialLength; index += 1) {
      sum += Math.abs((waves[index] ?? 0) - 2 * (waves[index - 1] ?? 0) + (waves[index - 2] ?? 0));
    }
    all.push(sum / (atrialLength - 2));
  }
  return all;
}

/** Values of a part of an array about their mean; measured once, however often they are compared. */
interface Spread {
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  readonly squares: number;
}

const spreadsOf = (waves: Float64Array): Spread[] =>
  Array.from({ length: waves.length / atrialLength }, (_, row) =>
    spreadOf(waves, row * atrialLength, (row + 1) * atrialLength),
  );

function spreadOf(values: Float64Array, from: number, to: number): Spread {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += values[index] ?? 0;
  const middle = sum / (to - from);
  let squares = 0;
  for (let index = from; index < to; index += 1) {
    const value = (values[index] ?? 0) - middle;
    squares += value * value;
  }
  return { values, from, to, mean: middle, squares };
}

/** Pearson's, of parts of one length; 0 of constant values. */
function correlation(a: Spread, b: Spread): number {
  const { values, from, mean: middle } = a;
  const { values: others, from: first, mean: otherMiddle } = b;
  const length = a.to - from;
  let products = 0;
  for (let index = 0; index < length; index += 1)
    products += ((values[from + index] ?? 0) - middle) * ((others[first + index] ?? 0) - otherMiddle);
  return products / Math.sqrt(a.squares * b.squares + 1e-9);
}
