import { cascadeState, filterInPlace, type BiquadCascade } from '../filters/biquad.ts';
import { butterworthHighPass, butterworthLowPass } from '../filters/design.ts';
import { rhythmMeasureNames, type SignalSecond } from '@beatwatch/contracts';
import {
  describeWindow,
  fibrillationLogOdds,
  type FibrillationModel,
  type WindowDescription,
} from './index-of-window.ts';
import { analysisRateHz, windowLength } from './window.ts';

/** Filter and constants that depend on the sampling rate alone; not stored in a snapshot. */
export interface FibrillationDesign {
  readonly samplingRateHz: number;
  readonly band: BiquadCascade;
  /** Samples of the device for one value at the analysis rate. */
  readonly step: number;
  /** Number of values at the analysis rate that an index needs. */
  readonly minWritten: number;
}

/** Fibrillation state of one segment; plain data. */
export interface FibrillationState {
  started: boolean;
  offsetMicrovolts: number;
  readonly filter: Float64Array;
  /** Last filtered value, microvolts. */
  previous: number;
  /** Samples until the next value at the analysis rate, 0 or more. */
  untilNext: number;
  /** Ring of the newest values at the analysis rate, microvolts. */
  readonly window: Float32Array;
  /** Number of values ever written to the ring. */
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
    minWritten: windowLength,
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

/** Adds samples, at most to the end of the second. Every split of the samples gives a bit-identical index. */
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
    // A value at the analysis rate is interpolated between two samples of the device.
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
 * Computes the features of the window that ends with the second that `advanceFibrillation` has filled.
 * @returns undefined if the signal so far is too short or the window too quiet
 */
export function describeFibrillationSecond(
  state: FibrillationState,
  design: FibrillationDesign,
): WindowDescription | undefined {
  for (let index = 0; index < state.filter.length; index += 1) {
    // On a flat line a filter decays to denormal numbers, which are slow.
    if (Math.abs(state.filter[index] ?? 0) < 1e-30) state.filter[index] = 0;
  }
  return state.written < design.minWritten
    ? undefined
    : describeWindow(state.window, state.written % windowLength);
}

type SecondRhythm = Pick<SignalSecond, 'fibrillationIndex' | 'rhythmMeasures'>;

/**
 * Computes the fibrillation index of the window that ends with the second that `advanceFibrillation` has filled, and what
 * it was computed from. The index is 0, and there are no measures, if the signal so far is too short or the window too quiet.
 */
export function closeFibrillationSecond(
  state: FibrillationState,
  design: FibrillationDesign,
  model: FibrillationModel,
): SecondRhythm {
  const window = describeFibrillationSecond(state, design);
  if (window === undefined) return { fibrillationIndex: 0 };
  return {
    fibrillationIndex: 1 / (1 + Math.exp(-fibrillationLogOdds(window, model))),
    // Single precision, as they are published.
    rhythmMeasures: rhythmMeasureNames.map((name) => Math.fround(window[name])),
  };
}
