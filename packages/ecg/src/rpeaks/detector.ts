import { filterInto, zeroDenormals, type FilterRun } from '../filters/biquad.ts';
import { slotOf } from '../packed/ring.ts';
import { addCandidate } from './candidates.ts';
import { decide, endLearning, correctLevelsAfterPause } from './decisions.ts';
import { detectorDesign, longestBlock, type DetectorDesign, type DetectorOptions } from './design.ts';
import { refinedPeak } from './refine.ts';
import { detectorPlaces, DetectorState, detectorState, type StoredDetector } from './state.ts';

/** Receiver of R peaks, in order. Positions are samples of the analysis band since the start of the segment. */
export interface RPeakSink {
  /** R peak; `previous` is the one before it, or -1 after the start and after a pause. */
  peak(position: number, previous: number): void;
  /** Called if no R peak follows within the longest RR interval after the one at `position`. */
  pause(position: number): void;
}

// Shared by all detectors, since blocks never overlap.
const cleanBlock = new Float64Array(longestBlock);
const analysisBlock = new Float64Array(longestBlock);
const qrsBlock = new Float64Array(longestBlock);
const wideBlock = new Float64Array(longestBlock);

const runTo = (output: Float64Array, at: number): FilterRun => ({ at, input: cleanBlock, output, count: 0 });
const toClean = runTo(cleanBlock, detectorPlaces.mains);
const toAnalysis = runTo(analysisBlock, detectorPlaces.analysis);
const toQrs = runTo(qrsBlock, detectorPlaces.qrs);
const toWide = runTo(wideBlock, detectorPlaces.wide);

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
  const { numbers, offsetMicrovolts } = state;
  const { blockLength } = design;
  let inBlock = slotOf(state.sampleCount, blockLength);
  let done = 0;
  while (done < samples.length) {
    const count = Math.min(samples.length - done, blockLength - inBlock);
    for (let index = 0; index < count; index += 1) {
      cleanBlock[index] = (samples[done + index] ?? 0) * microvoltsPerCount - offsetMicrovolts;
    }
    toClean.count = toAnalysis.count = toQrs.count = toWide.count = count;
    filterInto(design.mains, numbers, toClean);
    filterInto(design.analysis, numbers, toAnalysis);
    filterInto(design.qrsBand, numbers, toQrs);
    filterInto(design.wideBand, numbers, toWide);
    remember(state, count);
    followEnergy(state, design, count, sink);
    done += count;
    inBlock += count;
    if (inBlock === blockLength) {
      atBlockEnd(state, design, sink);
      inBlock = 0;
    }
  }
}

function remember({ history, sampleCount }: DetectorState, count: number): void {
  const { length } = history;
  let slot = slotOf(sampleCount, length);
  for (let index = 0; index < count; index += 1) {
    history[slot] = analysisBlock[index] ?? 0;
    slot = slot + 1 === length ? 0 : slot + 1;
  }
}

/** Averages the rectified QRS band and finds the summits of the average. */
function followEnergy(state: DetectorState, design: DetectorDesign, count: number, sink: RPeakSink): void {
  const { numbers } = state;
  const { averageLength: length, lookAhead } = design;
  const first = detectorPlaces.energy;
  const end = first + length;
  let position = state.sampleCount;
  let place = first + slotOf(position, length);
  let sum = state.energySum;
  let wideSum = state.wideSum;
  let wideMost = state.wideHeight * length;
  let tallest = state.tallest * length;
  let { summitHeight, summitPosition, rising } = state;
  for (let index = 0; index < count; index += 1, position += 1) {
    const value = Math.abs(qrsBlock[index] ?? 0);
    sum += value - (numbers[place] ?? 0);
    numbers[place] = value;
    const wide = Math.abs(wideBlock[index] ?? 0);
    wideSum += wide - (numbers[place + length] ?? 0);
    numbers[place + length] = wide;
    if (wideSum > wideMost) wideMost = wideSum;
    if (sum > tallest) tallest = sum;
    place = place + 1 === end ? first : place + 1;
    const average = sum / length;
    if (average > summitHeight) {
      rising = 1;
      summitHeight = average;
      summitPosition = position;
    } else if (rising === 0) {
      summitHeight = average;
    } else if (position - summitPosition >= lookAhead) {
      state.wideHeight = wideMost / length;
      addCandidate(state, design, summitPosition, summitHeight);
      wideMost = state.wideHeight * length;
      findBeats(state, design, position, sink);
      rising = 0;
      summitHeight = average;
    }
  }
  state.summitHeight = summitHeight;
  state.summitPosition = summitPosition;
  state.rising = rising;
  state.energySum = sum;
  state.wideSum = wideSum;
  state.wideHeight = wideMost / length;
  state.tallest = tallest / length;
  state.sampleCount = position;
}

function atBlockEnd(state: DetectorState, design: DetectorDesign, sink: RPeakSink): void {
  zeroDenormals(state.numbers, detectorPlaces.mains, detectorPlaces.rrIntervals);
  if (state.learned === 0) {
    if (state.sampleCount < design.learning) return;
    endLearning(state);
  } else correctLevelsAfterPause(state, design);
  findBeats(state, design, state.sampleCount, sink);
  const settled = state.sampleCount - design.decisionLag - design.energyDelay - design.refine;
  if (state.lastPeak >= 0 && settled - state.lastPeak > design.longestRr) {
    sink.pause(state.lastPeak);
    state.lastPeak = -1;
    state.candidateCount = 0;
  }
}

/**
 * Tallest wave in the QRS band since the last call, over the usual height of the last beats: about 1 where a beat is, near 0
 * in an empty line. Undefined before any beat is known.
 */
export function takeQrsShare(state: DetectorState): number | undefined {
  const { numbers, tallest, heightCount } = state;
  state.tallest = 0;
  if (heightCount === 0) return undefined;
  let sum = 0;
  for (let index = 0; index < heightCount; index += 1) sum += numbers[detectorPlaces.heightLogs + index] ?? 0;
  return Math.fround(Math.min(mostShare, tallest / Math.exp(sum / heightCount)));
}

/** A wave that is taller says no more. */
const mostShare = 10;

function findBeats(state: DetectorState, design: DetectorDesign, now: number, sink: RPeakSink): void {
  if (state.candidateCount === 0) return;
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
  snapshot(): StoredDetector;
}

/** Creates a detector that continues from `state`. Default: the start of a signal. */
export function createRPeakDetector(options: DetectorOptions, state?: StoredDetector): RPeakDetector {
  const design = detectorDesign(options);
  const current = state === undefined ? detectorState(design) : new DetectorState(structuredClone(state));
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
    snapshot: () => structuredClone({ numbers: current.numbers, history: current.history }),
  };
}
