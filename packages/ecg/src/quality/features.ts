import { subWindowsPerSecond, type QualityDesign } from './design.ts';
import { memoryColumns, memoryRows, type QualityState } from './state.ts';

/** Seconds over which percentiles of a band are taken. */
const rankedSeconds = 3;
/** Lags of the autocorrelation of the sub-windows' heights: 2 to 12 eighths of a second. */
const firstLag = 2;
const lastLag = 12;
const bandRows = memoryRows - 1;
const perBand = 6;

/** Number of leading features that are logarithms of amplitudes: gain shifts them all equally. */
export const logFeatureCount = bandRows * perBand;

/** Name of the feature set; change it with any feature. A network accepts only the set that its file names. */
export const qualityFeatures = 'second-features-1';

/** Number of features of a second. */
export const featureCount = bandRows * perBand + 4 + (lastLag - firstLag + 1) + 1;

/** Amplitude below which differences are irrelevant, microvolts. */
const floorMicrovolts = 2;

const ranked = new Float32Array(rankedSeconds * subWindowsPerSecond);
const heights = new Float64Array(memoryColumns);

/**
 * Computes the features of the second in progress and the three before it.
 * @param features `featureCount` values, overwritten. For each of baseline, 0.7-3, 3-8, 8-20 and 22-38 Hz: logarithms of
 * the 12th, 25th, 50th and 75th percentile and of the maximum of the sub-windows' root mean squares in microvolts, and
 * of the newest second's root mean square. Then, of the newest second, kurtosis of the analysis and of the QRS band,
 * zero crossings a second and mobility; autocorrelation and spread of the sub-windows' logarithmic heights.
 */
export function describeSecond(state: QualityState, design: QualityDesign, features: Float64Array): void {
  const known = Math.min(state.secondsKnown + 1, memoryColumns / subWindowsPerSecond);
  for (let row = 0; row < bandRows; row += 1) describeBand(state.memory, row, known, features);
  const at = describeShape(state, design, features, bandRows * perBand);
  describeRhythm(state.memory, known, features, at);
}

const log = (value: number): number => Math.log(value + floorMicrovolts);

function describeBand(memory: Float32Array, row: number, known: number, features: Float64Array): void {
  const at = row * perBand;
  const end = (row + 1) * memoryColumns;
  const length = Math.min(known, rankedSeconds) * subWindowsPerSecond;
  sortInto(ranked, memory, end - length, length);
  features[at] = log(ranked[Math.floor(0.12 * length)] ?? 0);
  features[at + 1] = log(ranked[length >> 2] ?? 0);
  features[at + 2] = log(ranked[length >> 1] ?? 0);
  features[at + 3] = log(ranked[(3 * length) >> 2] ?? 0);
  features[at + 4] = log(ranked[length - 1] ?? 0);
  let power = 0;
  for (let index = end - subWindowsPerSecond; index < end; index += 1) {
    const value = memory[index] ?? 0;
    power += value * value;
  }
  features[at + 5] = log(Math.sqrt(power / subWindowsPerSecond));
}

/** Insertion sort: for two dozen values faster than the built-in sort. */
function sortInto(sorted: Float32Array, memory: Float32Array, start: number, length: number): void {
  for (let index = 0; index < length; index += 1) {
    const value = memory[start + index] ?? 0;
    let place = index;
    for (; place > 0 && (sorted[place - 1] ?? 0) > value; place -= 1) sorted[place] = sorted[place - 1] ?? 0;
    sorted[place] = value;
  }
}

const floor = floorMicrovolts ** 2;

function kurtosis(power: number, fourth: number, count: number): number {
  const variance = power / count;
  return Math.log(fourth / count / (variance * variance + floor) + 0.1);
}

function describeShape(
  state: QualityState,
  { samplingRateHz }: QualityDesign,
  features: Float64Array,
  at: number,
): number {
  const { count, analysisPower } = state;
  features[at] = kurtosis(analysisPower, state.analysisFourth, count);
  features[at + 1] = kurtosis(state.qrsPower, state.qrsFourth, count);
  features[at + 2] = (state.crossings * samplingRateHz) / count;
  const slope = state.slopePower * samplingRateHz ** 2;
  features[at + 3] = 0.5 * Math.log((slope / count + 1) / (analysisPower / count + 1));
  return at + 4;
}

function describeRhythm(memory: Float32Array, known: number, features: Float64Array, at: number): void {
  const length = known * subWindowsPerSecond;
  const start = memoryRows * memoryColumns - length;
  let mean = 0;
  for (let index = 0; index < length; index += 1) {
    const height = Math.log((memory[start + index] ?? 0) + 8);
    heights[index] = height;
    mean += height / length;
  }
  let variance = 0;
  for (let index = 0; index < length; index += 1) {
    const deviation = (heights[index] ?? 0) - mean;
    heights[index] = deviation;
    variance += (deviation * deviation) / length;
  }
  variance += 0.01;
  for (let lag = firstLag; lag <= lastLag; lag += 1) {
    let sum = 0;
    for (let index = lag; index < length; index += 1) {
      sum += (heights[index] ?? 0) * (heights[index - lag] ?? 0);
    }
    features[at + lag - firstLag] = length > lag ? sum / (length - lag) / variance : 0;
  }
  features[at + lastLag - firstLag + 1] = Math.sqrt(variance);
}
