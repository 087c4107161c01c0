import type { DetectorDesign } from './design.ts';
import type { DetectorState } from './state.ts';
import { tuning } from './tuning.ts';

/** Takes a candidate as a beat; the position is on the averaged energy. */
export type AcceptBeat = (position: number, height: number) => void;

/** After two seconds: sets the levels from the candidates so far, then decides these in order. */
export function endLearning(state: DetectorState, design: DetectorDesign, accept: AcceptBeat): void {
  const positions = state.candidatePositions;
  const heights = state.candidateHeights;
  const sorted = heights.toSorted((a, b) => a - b);
  state.signalLevel = Math.max(2 * tuning.floorMicrovolts, 0.7 * (sorted.at(-1) ?? 0));
  state.noiseLevel = Math.min(0.3 * state.signalLevel, 0.5 * (sorted[sorted.length >> 1] ?? 0));
  state.learnt = true;
  state.candidatePositions = [];
  state.candidateHeights = [];
  for (const [index, position] of positions.entries()) {
    decideCandidate(state, design, position, heights[index] ?? 0, position + design.lookAhead, accept);
  }
}

/** Beat or not, after Pan and Tompkins, IEEE Trans Biomed Eng 32(3), 1985, with levels on averaged QRS energy. */
export function decideCandidate(
  state: DetectorState,
  design: DetectorDesign,
  position: number,
  height: number,
  now: number,
  accept: AcceptBeat,
): void {
  if (!state.learnt) {
    keep(state, position, height);
    return;
  }
  searchBack(state, design, now, accept);
  if (state.lastBeatPosition >= 0 && position - state.lastBeatPosition < design.refractory) return;
  if (height > threshold(state) && !isEcho(state, design, position, height)) {
    takeBeat(state, position, height, tuning.levelRate, accept);
    dropCandidatesUpTo(state, position);
  } else {
    keep(state, position, height);
    state.noiseLevel += tuning.levelRate * (Math.min(height, state.signalLevel) - state.noiseLevel);
  }
}

/** The signal may have become small: halves the signal level whenever no beat was found for three seconds. */
export function forgetAfterPause(state: DetectorState, design: DetectorDesign): void {
  const since = state.sampleCount - Math.max(0, state.lastBeatPosition);
  const period = Math.ceil((tuning.forgetSeconds * design.samplingRateHz) / design.blockLength);
  const blocks = Math.floor(since / design.blockLength);
  if (blocks > 0 && blocks % period === 0) {
    state.signalLevel = Math.max(2 * tuning.floorMicrovolts, state.signalLevel / 2);
  }
}

const threshold = ({ signalLevel, noiseLevel }: DetectorState): number =>
  Math.max(tuning.floorMicrovolts, noiseLevel + tuning.thresholdShare * (signalLevel - noiseLevel));

/** Looks again, with a lower threshold, where a beat is overdue. */
function searchBack(state: DetectorState, design: DetectorDesign, now: number, accept: AcceptBeat): void {
  while (state.lastBeatPosition >= 0 && now - state.lastBeatPosition > overdue(state, design)) {
    const lowered = Math.max(tuning.floorMicrovolts, tuning.searchBackShare * threshold(state));
    let best = -1;
    for (const [index, position] of state.candidatePositions.entries()) {
      const height = state.candidateHeights[index] ?? 0;
      const eligible =
        position - state.lastBeatPosition >= design.refractory &&
        height > lowered &&
        !isEcho(state, design, position, height);
      if (eligible && height > (state.candidateHeights[best] ?? 0)) best = index;
    }
    if (best === -1) return;
    const position = state.candidatePositions[best] ?? 0;
    takeBeat(state, position, state.candidateHeights[best] ?? 0, tuning.searchBackLevelRate, accept);
    dropCandidatesUpTo(state, position);
  }
}

function overdue(state: DetectorState, design: DetectorDesign): number {
  const sorted = state.rrIntervals.toSorted((a, b) => a - b);
  const usual = sorted[sorted.length >> 1] ?? design.samplingRateHz;
  const limit = tuning.searchBackMaxSeconds * design.samplingRateHz;
  return Math.min(tuning.searchBackRrIntervals * usual, limit) + design.lookAhead;
}

/** A T wave, or the second hump of a wide beat: soon after a beat and much lower. */
function isEcho(state: DetectorState, design: DetectorDesign, position: number, height: number): boolean {
  if (state.lastBeatPosition < 0) return false;
  const seconds = (position - state.lastBeatPosition) / design.samplingRateHz;
  if (seconds >= tuning.lateSeconds) return false;
  const way = Math.max(0, (seconds - tuning.earlySeconds) / (tuning.lateSeconds - tuning.earlySeconds));
  return height < state.lastBeatHeight * (tuning.earlyShare + way * (tuning.lateShare - tuning.earlyShare));
}

function takeBeat(
  state: DetectorState,
  position: number,
  height: number,
  rate: number,
  accept: AcceptBeat,
): void {
  const clipped = Math.min(height, tuning.artefactClip * state.signalLevel);
  state.signalLevel += rate * (clipped - state.signalLevel);
  state.signalLevel = Math.max(2 * tuning.floorMicrovolts, state.signalLevel);
  accept(position, height);
}

const mostCandidates = 32;

function keep(state: DetectorState, position: number, height: number): void {
  state.candidatePositions.push(position);
  state.candidateHeights.push(height);
  if (state.candidatePositions.length > mostCandidates) {
    state.candidatePositions.shift();
    state.candidateHeights.shift();
  }
}

function dropCandidatesUpTo(state: DetectorState, position: number): void {
  while ((state.candidatePositions[0] ?? Infinity) <= position) {
    state.candidatePositions.shift();
    state.candidateHeights.shift();
  }
}
