import { filterInto, type FilterRun } from '../filters/biquad.ts';
import { readCounts } from './counts.ts';
import { longestRun, subWindowsPerSecond, type QualityDesign } from './design.ts';
import { advanceSlopeReversals } from './slope-reversals.ts';
import { memoryColumns, qualityPlaces, type QualityState } from './state.ts';

/** Row of `QualityState.memory` that follows those of the bands. */
const peakToPeakRow = 5;

// Shared by all segments, since calls never overlap.
const input = new Float64Array(longestRun);
const clean = new Float64Array(longestRun);
const band = new Float64Array(longestRun);

const toBaseline: FilterRun = { at: qualityPlaces.baseline, input, output: band, count: 0 };
const toClean: FilterRun = { at: qualityPlaces.withoutBaseline, input, output: clean, count: 0 };
const fromClean = (at: number): FilterRun => ({ at, input: clean, output: band, count: 0 });
const toSlow = fromClean(qualityPlaces.slow);
const toMiddle = fromClean(qualityPlaces.middle);
const toQrs = fromClean(qualityPlaces.qrs);
const toFast = fromClean(qualityPlaces.fast);
const toAnalysis = fromClean(qualityPlaces.analysis);
const toHum = fromClean(qualityPlaces.hum);
const runs = [toBaseline, toClean, toSlow, toMiddle, toQrs, toFast, toAnalysis, toHum];

/**
 * Adds samples to the second in progress. Every split of the samples gives a bit-identical judgement.
 * @param samples counts of `microvoltsPerCount` microvolts; must not cross the end of the second
 * @throws RangeError where they do
 */
export function advanceQuality(
  state: QualityState,
  design: QualityDesign,
  samples: Int16Array,
  microvoltsPerCount: number,
): void {
  const { length } = samples;
  if (length === 0) return;
  if (state.started === 0) {
    state.started = 1;
    state.offsetMicrovolts = (samples[0] ?? 0) * microvoltsPerCount;
    state.previousCount = samples[0] ?? 0;
  }
  state.microvoltsPerCount = microvoltsPerCount;
  readCounts(state, design, samples, microvoltsPerCount);
  advanceSlopeReversals(state, samples, design.samplingRateHz, microvoltsPerCount);
  const { offsetMicrovolts } = state;
  const { subWindowEnds, secondLength } = design;
  let { count: read } = state;
  let window = windowAt(subWindowEnds, read);
  for (let done = 0; done < length;) {
    const end = subWindowEnds[window] ?? secondLength;
    if (read >= end) throw new RangeError('samples behind a second that was not ended');
    const count = Math.min(length - done, end - read, longestRun);
    for (let index = 0; index < count; index += 1) {
      input[index] = (samples[done + index] ?? 0) * microvoltsPerCount - offsetMicrovolts;
    }
    filterRun(state, design, count);
    done += count;
    read += count;
    if (read < end) continue;
    closeSubWindow(state, window, end - (subWindowEnds[window - 1] ?? 0));
    window += 1;
  }
  state.count = read;
}

/** Adds the samples in `input`, all of one sub-window. */
function filterRun(state: QualityState, design: QualityDesign, count: number): void {
  const { numbers } = state;
  for (let index = 0; index < runs.length; index += 1) {
    const run = runs[index];
    if (run !== undefined) run.count = count;
  }
  filterInto(design.baseline, numbers, toBaseline);
  addPower(numbers, 0, count);
  filterInto(design.withoutBaseline, numbers, toClean);
  filterInto(design.slow, numbers, toSlow);
  addPower(numbers, 1, count);
  filterInto(design.middle, numbers, toMiddle);
  addPower(numbers, 2, count);
  filterInto(design.qrs, numbers, toQrs);
  addQrs(state, count);
  filterInto(design.fast, numbers, toFast);
  addPower(numbers, 4, count);
  filterInto(design.analysis, numbers, toAnalysis);
  addAnalysis(state, count);
  if (design.hum.length === 0) return;
  filterInto(design.hum, numbers, toHum);
  addHum(state, count);
}

/** Stores the root mean squares and the range of a sub-window that ends. */
function closeSubWindow(state: QualityState, window: number, length: number): void {
  const { numbers, memory } = state;
  // The newest second ends each row.
  const column = memoryColumns - subWindowsPerSecond + window;
  for (let row = 0; row < peakToPeakRow; row += 1) {
    const at = qualityPlaces.partialPower + row;
    memory[row * memoryColumns + column] = Math.sqrt((numbers[at] ?? 0) / length);
    numbers[at] = 0;
  }
  memory[peakToPeakRow * memoryColumns + column] = state.partialHighest - state.partialLowest;
  state.partialLowest = Infinity;
  state.partialHighest = -Infinity;
}

/** Adds the squares in `band` to a row of the sub-window in progress. */
function addPower(numbers: Float64Array, row: number, count: number): void {
  const at = qualityPlaces.partialPower + row;
  let power = numbers[at] ?? 0;
  for (let index = 0; index < count; index += 1) {
    const value = band[index] ?? 0;
    power += value * value;
  }
  numbers[at] = power;
}

function addQrs(state: QualityState, count: number): void {
  const { numbers } = state;
  const at = qualityPlaces.partialPower + 3;
  let power = numbers[at] ?? 0;
  let { qrsPower, qrsFourth } = state;
  for (let index = 0; index < count; index += 1) {
    const value = band[index] ?? 0;
    const square = value * value;
    power += square;
    qrsPower += square;
    qrsFourth += square * square;
  }
  numbers[at] = power;
  state.qrsPower = qrsPower;
  state.qrsFourth = qrsFourth;
}

function addHum(state: QualityState, count: number): void {
  let { humPower, humFourth } = state;
  for (let index = 0; index < count; index += 1) {
    const value = band[index] ?? 0;
    const square = value * value;
    humPower += square;
    humFourth += square * square;
  }
  state.humPower = humPower;
  state.humFourth = humFourth;
}

function addAnalysis(state: QualityState, count: number): void {
  let { analysisPower, analysisFourth, slopePower, crossings } = state;
  let { previousAnalysis, partialLowest, partialHighest } = state;
  for (let index = 0; index < count; index += 1) {
    const value = band[index] ?? 0;
    const square = value * value;
    const slope = value - previousAnalysis;
    analysisPower += square;
    analysisFourth += square * square;
    slopePower += slope * slope;
    if (value < 0 !== previousAnalysis < 0) crossings += 1;
    previousAnalysis = value;
    if (value < partialLowest) partialLowest = value;
    if (value > partialHighest) partialHighest = value;
  }
  state.analysisPower = analysisPower;
  state.analysisFourth = analysisFourth;
  state.slopePower = slopePower;
  state.crossings = crossings;
  state.previousAnalysis = previousAnalysis;
  state.partialLowest = partialLowest;
  state.partialHighest = partialHighest;
}

function windowAt(subWindowEnds: readonly number[], sample: number): number {
  let window = 0;
  while ((subWindowEnds[window] ?? Infinity) <= sample) window += 1;
  return window;
}
