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

/**
 * Correlation of each QRS complex with their median.
 * @param usual `medianShape` of the shapes
 */
export function complexCorrelations(shapes: readonly Int16Array[], usual: Float64Array): number[] {
  const median = usual.subarray(complex.from, complex.to);
  return shapes.map((shape) => correlation(shape.subarray(complex.from, complex.to), median));
}

/**
 * @param shapes of the beats, oldest first, at least two
 * @param known.usual `medianShape` of the shapes
 * @param known.correlations of their QRS complexes with the median one
 */
export function atrialFeatures(
  shapes: readonly Int16Array[],
  { usual, correlations }: { readonly usual: Float64Array; readonly correlations: readonly number[] },
): AtrialFeatures {
  const similar = shapes.filter((_, index) => (correlations[index] ?? 0) >= alike);
  const waves = (similar.length >= fewestAlike ? similar : shapes).map(atrialPart);
  const wave = medianShape(waves);
  const rests = waves.map((each) => difference(each, wave));
  const rest = median(rests.map(deviation)) + 1e-3;
  const withWave = waves.map((each) => correlation(each, wave));
  return {
    waveCorrelation: median(withWave),
    lowWaveCorrelation: quantile(withWave, 0.25),
    waveToRest: deviation(wave) / rest,
    waveAmplitude: extent(wave) / (extent(usual.subarray(rWave.from, rWave.to)) + 1),
    successive: median(
      waves.slice(1).map((each, index) => correlation(each, waves[index] ?? new Float64Array())),
    ),
    roughness: median(waves.map(curvature)) / rest,
    complexCorrelation: median(correlations),
    unlike: correlations.filter((value) => value < alike).length / shapes.length,
  };
}

/** What goes before the QRS complex, without its slope and mean. */
function atrialPart(shape: Int16Array): Float64Array {
  const at = (index: number): number => shape[index] ?? 0;
  const slope = (at(atrialLength - 2) + at(atrialLength - 1) - at(0) - at(1)) / 2 / (atrialLength - 2);
  const part = new Float64Array(atrialLength);
  for (let index = 0; index < atrialLength; index += 1) part[index] = at(index) - slope * index;
  const level = mean(part);
  for (let index = 0; index < atrialLength; index += 1) part[index] = (part[index] ?? 0) - level;
  return part;
}

function difference(one: Float64Array, other: Float64Array): Float64Array {
  const rest = new Float64Array(one.length);
  for (let index = 0; index < rest.length; index += 1) rest[index] = (one[index] ?? 0) - (other[index] ?? 0);
  return rest;
}

/** Median of each value over the shapes. */
export function medianShape(shapes: readonly ArrayLike<number>[]): Float64Array {
  const medians = new Float64Array(shapes[0]?.length ?? 0);
  const values = new Float64Array(shapes.length);
  for (let index = 0; index < medians.length; index += 1) {
    for (let shape = 0; shape < values.length; shape += 1) values[shape] = shapes[shape]?.[index] ?? 0;
    medians[index] = median(values);
  }
  return medians;
}

function deviation(values: Float64Array): number {
  const middle = mean(values);
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) squares += ((values[index] ?? 0) - middle) ** 2;
  return Math.sqrt(squares / values.length);
}

function extent(values: Float64Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high - low;
}

/** Mean size of the second differences. */
function curvature(values: Float64Array): number {
  let sum = 0;
  for (let index = 2; index < values.length; index += 1) {
    sum += Math.abs((values[index] ?? 0) - 2 * (values[index - 1] ?? 0) + (values[index - 2] ?? 0));
  }
  return sum / (values.length - 2);
}

/** Pearson's; 0 of constant values. */
function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let index = 0; index < a.length; index += 1) {
    const [x, y] = [(a[index] ?? 0) - meanA, (b[index] ?? 0) - meanB];
    products += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return products / Math.sqrt(squaresA * squaresB + 1e-9);
}
