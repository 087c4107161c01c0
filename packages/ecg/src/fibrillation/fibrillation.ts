import { cascadeState, filterInPlace, type BiquadCascade } from '../filters/biquad.ts';
import { butterworthHighPass, butterworthLowPass } from '../filters/design.ts';
import type { FibrillationFeatures } from './features.ts';
import { describeWindow, fibrillationLogOdds, type FibrillationModel } from './index-of-window.ts';
import { analysisRateHz, windowLength } from './window.ts';

/** What follows from the sampling rate alone: never part of a snapshot. */
export interface FibrillationDesign {
  readonly samplingRateHz: number;
  readonly band: BiquadCascade;
  /** Samples of the device for one of the analysis. */
  readonly step: number;
  /** Values at the analysis rate that have to be there for an index. */
  readonly leastWritten: number;
}

/** Plain data: everything the judgement of one segment remembers. */
export interface FibrillationState {
  started: boolean;
  offsetMicrovolts: number;
  readonly filter: Float64Array;
  /** Last value of the band, in microvolts. */
  previous: number;
  /** Samples until the next one of the analysis, 0 or more. */
  untilNext: number;
  /** The newest values at the analysis rate, microvolts; a ring. */
  readonly window: Float32Array;
  /** Values that the ring has ever taken. */
  written: number;
}

/** @param samplingRateHz 50 to 2000 */
export function fibrillationDesign(samplingRateHz: number): FibrillationDesign {
  return {
    samplingRateHz,
    band: [
      ...butterworthHighPass({ order: 2, cutoffHz: 1, samplingRateHz }),
      ...butterworthLowPass({ order: 4, cutoffHz: Math.min(20, 0.4 * samplingRateHz), samplingRateHz }),
    ],
    step: samplingRateHz / analysisRateHz,
    leastWritten: windowLength,
  };
}

export function fibrillationState(design: FibrillationDesign): FibrillationState {
  return {
    started: false,
    offsetMicrovolts: 0,
    filter: cascadeState(design.band),
    previous: 0,
    untilNext: 0,
    window: new Float32Array(windowLength),
    written: 0,
  };
}

let block = new Float64Array(512);

/** Reads on, at most to the end of the second: any split of the samples gives the same index, bit for bit. */
export function advanceFibrillation(
  state: FibrillationState,
  design: FibrillationDesign,
  samples: Int16Array,
  microvoltsPerCount: number,
): void {
  const count = samples.length;
  if (count === 0) return;
  if (block.length < count) block = new Float64Array(count);
  if (!state.started) {
    state.started = true;
    state.offsetMicrovolts = (samples[0] ?? 0) * microvoltsPerCount;
  }
  for (let index = 0; index < count; index += 1) {
    block[index] = (samples[index] ?? 0) * microvoltsPerCount - state.offsetMicrovolts;
  }
  filterInPlace(design.band, state.filter, block, count);
  let { previous, untilNext, written } = state;
  const { step } = design;
  const { window } = state;
  for (let index = 0; index < count; index += 1) {
    const value = block[index] ?? 0;
    // The analysis' moments lie between two samples of the device.
    for (; untilNext <= 0; untilNext += step) {
      window[written % windowLength] = value + (previous - value) * -untilNext;
      written += 1;
    }
    untilNext -= 1;
    previous = value;
  }
  state.previous = previous;
  state.untilNext = untilNext;
  state.written = written;
}

/**
 * Describes the window that ends with the second that `advanceFibrillation` has filled.
 * @returns undefined until enough signal has been seen, and where it is too quiet to tell
 */
export function describeFibrillationSecond(
  state: FibrillationState,
  design: FibrillationDesign,
): FibrillationFeatures | undefined {
  for (let index = 0; index < state.filter.length; index += 1) {
    // A filter that rings out on a flat line ends in denormal numbers, which are slow.
    if (Math.abs(state.filter[index] ?? 0) < 1e-30) state.filter[index] = 0;
  }
  return state.written < design.leastWritten
    ? undefined
    : describeWindow(state.window, state.written % windowLength);
}

/**
 * Judges the window that ends with the second that `advanceFibrillation` has filled.
 * @returns 0 to 1; 0 where the window cannot be described
 */
export function closeFibrillationSecond(
  state: FibrillationState,
  design: FibrillationDesign,
  model: FibrillationModel,
): number {
  const features = describeFibrillationSecond(state, design);
  return features === undefined ? 0 : 1 / (1 + Math.exp(-fibrillationLogOdds(features, model)));
}
