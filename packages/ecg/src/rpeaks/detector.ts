import { filterInPlace } from '../filters/biquad.ts';
import { addCandidate } from './candidates.ts';
import { decide, endLearning, correctLevelsAfterPause } from './decisions.ts';
import { detectorDesign, type DetectorDesign, type DetectorOptions } from './design.ts';
import { refinedPeak } from './refine.ts';
import { detectorState, type DetectorState } from './state.ts';

/** Receiver of R peaks, in order. Positions are samples of the analysis band since the start of the segment. */
export interface RPeakSink {
  /** R peak; `previous` is the one before it, or -1 after the start and after a pause. */
  peak(position: number, previous: number): void;
  /** Called if no R peak follows within the longest RR interval after the one at `position`. */
  pause(position: number): void;
}

// Shared by all detectors, since blocks never overlap.
let analysisBlock = new Float64Array(64);
let qrsBlock = new Float64Array(64);
let wideBlock = new Float64Array(64);

/** Part of a signal in its device's unit. */
export interface CountedSamples {
  /** Counts of `microvoltsPerCount` microvolts. */
  readonly samples: Int16Array | Float32Array | Float64Array;
  readonly microvoltsPerCount: number;
}

/** Adds samples and reports the R peaks found. Every split of a signal into calls gives bit-identical peaks. */
export function advanceDetector(
  state: DetectorState,
  design: DetectorDesign,
  { samples, microvoltsPerCount }: CountedSamples,
  sink: RPeakSink,
): void {
  if (state.sampleCount === 0) state.offsetMicrovolts = (samples[0] ?? 0) * microvoltsPerCount;
  if (analysisBlock.length < design.blockLength) {
    analysisBlock = new Float64Array(design.blockLength);
    qrsBlock = new Float64Array(design.blockLength);
    wideBlock = new Float64Array(design.blockLength);
  }
  let done = 0;
  while (done < samples.length) {
    const count = Math.min(
      samples.length - done,
      design.blockLength - (state.sampleCount % design.blockLength),
    );
    for (let index = 0; index < count; index += 1) {
      analysisBlock[index] = (samples[done + index] ?? 0) * microvoltsPerCount - state.offsetMicrovolts;
    }
    filterInPlace(design.mains, state.mainsFilter, analysisBlock, count);
    qrsBlock.set(analysisBlock);
    wideBlock.set(analysisBlock);
    filterInPlace(design.analysis, state.analysisFilter, analysisBlock, count);
    filterInPlace(design.qrsBand, state.qrsFilter, qrsBlock, count);
    filterInPlace(design.wideBand, state.wideFilter, wideBlock, count);
    remember(state, count);
    followEnergy(state, design, count, sink);
    if (state.sampleCount % design.blockLength === 0) atBlockEnd(state, design, sink);
    done += count;
  }
}

function remember(state: DetectorState, count: number): void {
  const { history } = state;
  let slot = state.sampleCount % history.length;
  for (let index = 0; index < count; index += 1) {
    history[slot] = analysisBlock[index] ?? 0;
    slot = slot + 1 === history.length ? 0 : slot + 1;
  }
}

/** Averages the rectified QRS band and finds the summits of the average. */
function followEnergy(state: DetectorState, design: DetectorDesign, count: number, sink: RPeakSink): void {
  const { energy, wideEnergy } = state;
  const length = energy.length;
  let position = state.sampleCount;
  let slot = position % length;
  let sum = state.energySum;
  let wideSum = state.wideSum;
  let wideMost = state.wideHeight * length;
  let tallest = state.tallest * length;
  for (let index = 0; index < count; index += 1, position += 1) {
    const value = Math.abs(qrsBlock[index] ?? 0);
    sum += value - (energy[slot] ?? 0);
    energy[slot] = value;
    const wide = Math.abs(wideBlock[index] ?? 0);
    wideSum += wide - (wideEnergy[slot] ?? 0);
    wideEnergy[slot] = wide;
    if (wideSum > wideMost) wideMost = wideSum;
    if (sum > tallest) tallest = sum;
    slot = slot + 1 === length ? 0 : slot + 1;
    const average = sum / length;
    if (average > state.summitHeight) {
      state.rising = true;
      state.summitHeight = average;
      state.summitPosition = position;
    } else if (!state.rising) {
      state.summitHeight = average;
    } else if (position - state.summitPosition >= design.lookAhead) {
      state.wideHeight = wideMost / length;
      addCandidate(state, design, state.summitPosition, state.summitHeight);
      wideMost = state.wideHeight * length;
      findBeats(state, design, position, sink);
      state.rising = false;
      state.summitHeight = average;
    }
  }
  state.energySum = sum;
  state.wideSum = wideSum;
  state.wideHeight = wideMost / length;
  state.tallest = tallest / length;
  state.sampleCount = position;
}

function atBlockEnd(state: DetectorState, design: DetectorDesign, sink: RPeakSink): void {
  zeroDenormals(state.mainsFilter);
  zeroDenormals(state.analysisFilter);
  zeroDenormals(state.qrsFilter);
  zeroDenormals(state.wideFilter);
  if (!state.learned) {
    if (state.sampleCount < design.learning) return;
    endLearning(state);
  } else correctLevelsAfterPause(state, design);
  findBeats(state, design, state.sampleCount, sink);
  const settled = state.sampleCount - design.decisionLag - design.energyDelay - design.refine;
  if (state.lastPeak >= 0 && settled - state.lastPeak > design.longestRr) {
    sink.pause(state.lastPeak);
    state.lastPeak = -1;
    state.candidates = [];
  }
}

/**
 * Tallest wave in the QRS band since the last call, over the usual height of the last beats: about 1 where a beat is, near 0
 * in an empty line. Undefined before any beat is known.
 */
export function takeQrsShare(state: DetectorState): number | undefined {
  const { tallest, beatHeightLogs } = state;
  state.tallest = 0;
  if (beatHeightLogs.length === 0) return undefined;
  const usualLog = beatHeightLogs.reduce((sum, one) => sum + one, 0) / beatHeightLogs.length;
  return Math.fround(Math.min(mostShare, tallest / Math.exp(usualLog)));
}

/** A wave that is taller says no more. */
const mostShare = 10;

/** Zeroes the denormal numbers in which a filter decays on a flat line: they are slow. */
function zeroDenormals(filterState: Float64Array): void {
  for (let index = 0; index < filterState.length; index += 1) {
    if (Math.abs(filterState[index] ?? 0) < 1e-30) filterState[index] = 0;
  }
}

function findBeats(state: DetectorState, design: DetectorDesign, now: number, sink: RPeakSink): void {
  if (state.candidates.length === 0) return;
  for (let beat = decide(state, design, now); beat !== undefined; beat = decide(state, design, now)) {
    const previous = state.lastPeak;
    state.lastPeak = refinedPeak(state, design, beat.position - design.energyDelay);
    sink.peak(state.lastPeak, previous);
  }
}

/** Finds R peaks in a running signal. */
export interface RPeakDetector {
  /**
   * Adds samples and returns the R peaks that became certain, as sample numbers since the first sample: within 0.4 s of
   * the peak in a quiet signal, within 0.75 s if the decision needs the signal after it. Those of the first two seconds
   * are returned together at their end; a beat found only because no later one follows is returned later.
   * @param samplesMicrovolts any number of samples
   */
  push(samplesMicrovolts: Float32Array | Float64Array | Int16Array): number[];
  /** Copy of the state; plain data. */
  snapshot(): DetectorState;
}

/** Creates a detector that continues from `state`. Default: the start of a signal. */
export function createRPeakDetector(options: DetectorOptions, state?: DetectorState): RPeakDetector {
  const design = detectorDesign(options);
  const current = state === undefined ? detectorState(design) : structuredClone(state);
  return {
    push(samplesMicrovolts) {
      const peaks: number[] = [];
      const counted = { samples: samplesMicrovolts, microvoltsPerCount: 1 };
      advanceDetector(current, design, counted, {
        peak: (position) => peaks.push(Math.max(0, position - design.analysisDelay)),
        pause: () => undefined,
      });
      return peaks;
    },
    snapshot: () => structuredClone(current),
  };
}
