import { filterInto } from '../filters/biquad.ts';
import { subWindowsPerSecond, type QualityDesign } from './design.ts';
import { advanceSlopeReversals } from './slope-reversals.ts';
import { memoryColumns, type QualityState, type SecondSums } from './state.ts';

/** Rows of `QualityState.memory`. */
const qrsRow = 3;
const peakToPeakRow = 5;

// Shared by all segments, since calls never overlap.
let input = new Float64Array(512);
let clean = new Float64Array(512);
let band = new Float64Array(512);

/**
 * Adds samples to the second in progress. Every split of the samples gives a bit-identical judgement.
 * @param samples counts of `microvoltsPerCount` microvolts; must not cross the end of the second
 */
export function advanceQuality(
  state: QualityState,
  design: QualityDesign,
  samples: Int16Array,
  microvoltsPerCount: number,
): void {
  const count = samples.length;
  if (count === 0) return;
  if (input.length < count) {
    input = new Float64Array(count);
    clean = new Float64Array(count);
    band = new Float64Array(count);
  }
  if (!state.started) {
    state.started = true;
    state.offsetMicrovolts = (samples[0] ?? 0) * microvoltsPerCount;
    state.previousCount = samples[0] ?? 0;
  }
  state.microvoltsPerCount = microvoltsPerCount;
  for (let index = 0; index < count; index += 1) {
    input[index] = (samples[index] ?? 0) * microvoltsPerCount - state.offsetMicrovolts;
  }
  readCounts(state, design, samples, microvoltsPerCount);
  const { samplingRateHz } = design;
  if (advanceSlopeReversals(state.slopeReversals, samples, { samplingRateHz, microvoltsPerCount }))
    state.second.rings = true;
  filterInto(design.baseline, state.baselineFilter, { input, output: band, count });
  addPowers(state, design, 0, count);
  filterInto(design.withoutBaseline, state.withoutBaselineFilter, { input, output: clean, count });
  const cleanToBand = { input: clean, output: band, count };
  for (let index = 0; index < design.bands.length; index += 1) {
    filterInto(design.bands[index] ?? [], state.bandFilters[index] ?? band, cleanToBand);
    addPowers(state, design, index + 1, count);
    if (index + 1 === qrsRow) addQrs(state.second, count);
  }
  filterInto(design.analysis, state.analysisFilter, cleanToBand);
  addAnalysis(state, design, count);
  if (design.hum.length > 0) {
    filterInto(design.hum, state.humFilter, cleanToBand);
    addHum(state.second, count);
  }
  state.second.count += count;
}

/** Constant signal at the edge of the range that counts as saturated. */
const railSeconds = 0.03;
/** Distance from the usual level that no wave of the heart reaches, microvolts. */
const railDistanceMicrovolts = 2000;

function readCounts(
  state: QualityState,
  design: QualityDesign,
  samples: Int16Array,
  microvoltsPerCount: number,
): void {
  const { second } = state;
  const railLength = Math.max(3, Math.round(railSeconds * design.samplingRateHz));
  const distance = railDistanceMicrovolts / microvoltsPerCount;
  let { previousCount, standstill } = state;
  for (const value of samples) {
    second.sumCounts += value;
    if (value < second.lowestCount) second.lowestCount = value;
    if (value > second.highestCount) second.highestCount = value;
    if (value < state.lowestEver) state.lowestEver = value;
    if (value > state.highestEver) state.highestEver = value;
    standstill = value === previousCount ? standstill + 1 : 1;
    previousCount = value;
    if (standstill < railLength) continue;
    const atEdge = value === state.highestEver || value === state.lowestEver;
    const far = state.levelKnown && Math.abs(value - state.usualLevel) > distance;
    if (value === 32_767 || value === -32_768 || (atEdge && far)) {
      second.railed += standstill === railLength ? railLength : 1;
    }
  }
  state.previousCount = previousCount;
  state.standstill = standstill;
}

/** Adds the squares in `band` to a row and stores the root mean square of each sub-window that ends. */
function addPowers(
  state: QualityState,
  { subWindowEnds, secondLength }: QualityDesign,
  row: number,
  count: number,
): void {
  const from = state.second.count;
  let power = state.partialPower[row] ?? 0;
  let window = windowAt(subWindowEnds, from);
  let end = subWindowEnds[window] ?? secondLength;
  for (let index = 0; index < count; index += 1) {
    const value = band[index] ?? 0;
    power += value * value;
    if (from + index + 1 === end) {
      const start = subWindowEnds[window - 1] ?? 0;
      state.memory[slot(row, window)] = Math.sqrt(power / (end - start));
      power = 0;
      window += 1;
      end = subWindowEnds[window] ?? secondLength;
    }
  }
  state.partialPower[row] = power;
}

function addQrs(second: SecondSums, count: number): void {
  let { qrsPower, qrsFourth } = second;
  for (let index = 0; index < count; index += 1) {
    const value = band[index] ?? 0;
    const square = value * value;
    qrsPower += square;
    qrsFourth += square * square;
  }
  second.qrsPower = qrsPower;
  second.qrsFourth = qrsFourth;
}

function addHum(second: SecondSums, count: number): void {
  let { humPower, humFourth } = second;
  for (let index = 0; index < count; index += 1) {
    const value = band[index] ?? 0;
    const square = value * value;
    humPower += square;
    humFourth += square * square;
  }
  second.humPower = humPower;
  second.humFourth = humFourth;
}

function addAnalysis(
  state: QualityState,
  { subWindowEnds, secondLength }: QualityDesign,
  count: number,
): void {
  const { second } = state;
  const from = second.count;
  let { analysisPower, analysisFourth, slopePower, crossings } = second;
  let { previousAnalysis, partialLowest, partialHighest } = state;
  let window = windowAt(subWindowEnds, from);
  let end = subWindowEnds[window] ?? secondLength;
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
    if (from + index + 1 === end) {
      state.memory[slot(peakToPeakRow, window)] = partialHighest - partialLowest;
      partialLowest = Infinity;
      partialHighest = -Infinity;
      window += 1;
      end = subWindowEnds[window] ?? secondLength;
    }
  }
  second.analysisPower = analysisPower;
  second.analysisFourth = analysisFourth;
  second.slopePower = slopePower;
  second.crossings = crossings;
  state.previousAnalysis = previousAnalysis;
  state.partialLowest = partialLowest;
  state.partialHighest = partialHighest;
}

function windowAt(subWindowEnds: readonly number[], sample: number): number {
  let window = 0;
  while ((subWindowEnds[window] ?? Infinity) <= sample) window += 1;
  return window;
}

/** Index in the memory of a sub-window of the newest second, which ends each row. */
const slot = (row: number, window: number): number =>
  (row + 1) * memoryColumns - subWindowsPerSecond + window;
