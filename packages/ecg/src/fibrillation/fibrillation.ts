import { filterInto, zeroDenormals, type BiquadCascade, type FilterRun } from '../filters/biquad.ts';
import { butterworthHighPass, butterworthLowPass } from '../filters/design.ts';
import { rhythmMeasureNames, type SignalSecond } from '@beatwatch/contracts';
import {
  describeWindow,
  fibrillationLogOdds,
  type FibrillationModel,
  type WindowDescription,
} from './index-of-window.ts';
import { slotOf } from '../packed/ring.ts';
import { fibrillationPlaces, type FibrillationState } from './state.ts';
import { analysisRateHz, windowLength } from './window.ts';

export { fibrillationState, FibrillationState, type StoredFibrillation } from './state.ts';

/** Filter and constants that depend on the sampling rate alone; not stored in a snapshot. */
export interface FibrillationDesign {
  readonly samplingRateHz: number;
  readonly band: BiquadCascade;
  /** Samples of the device for one value at the analysis rate. */
  readonly step: number;
  /** Number of values at the analysis rate that an index needs. */
  readonly minWritten: number;
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

// Shared by all segments, since calls never overlap.
const longestRun = 256;
const block = new Float64Array(longestRun);
const run: FilterRun = { at: fibrillationPlaces.filter, input: block, output: block, count: 0 };

/** Adds samples, at most to the end of the second. Every split of the samples gives a bit-identical index. */
export function advanceFibrillation(
  state: FibrillationState,
  design: FibrillationDesign,
  samples: Int16Array,
  microvoltsPerCount: number,
): void {
  if (samples.length === 0) return;
  if (state.started === 0) {
    state.started = 1;
    state.offsetMicrovolts = (samples[0] ?? 0) * microvoltsPerCount;
  }
  const { numbers, offsetMicrovolts } = state;
  for (let from = 0; from < samples.length; from += longestRun) {
    const count = Math.min(longestRun, samples.length - from);
    for (let index = 0; index < count; index += 1) {
      block[index] = (samples[from + index] ?? 0) * microvoltsPerCount - offsetMicrovolts;
    }
    run.count = count;
    filterInto(design.band, numbers, run);
    resample(state, design.step, count);
  }
}

/** Interpolates the values at the analysis rate between samples of the device. */
function resample(state: FibrillationState, step: number, count: number): void {
  const { window } = state;
  let { previous, untilNext, written } = state;
  let slot = slotOf(written, windowLength);
  for (let index = 0; index < count; index += 1) {
    const value = block[index] ?? 0;
    for (; untilNext <= 0; untilNext += step) {
      window[slot] = value + (previous - value) * -untilNext;
      slot = slot + 1 === windowLength ? 0 : slot + 1;
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
  zeroDenormals(state.numbers, fibrillationPlaces.filter, fibrillationPlaces.end);
  return state.written < design.minWritten
    ? undefined
    : describeWindow(state.window, slotOf(state.written, windowLength));
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
