import { nextBeat } from './best-path.ts';
import { dropOldCandidates, type Candidate } from './candidates.ts';
import type { DetectorDesign } from './design.ts';
import type { DetectorState } from './state.ts';
import { followTemplate } from './template.ts';
import { tuning } from './tuning.ts';

/** After two seconds: sets the levels from the candidates so far. */
export function endLearning(state: DetectorState): void {
  const sorted = state.candidates.map(({ height }) => height).sort((a, b) => a - b);
  state.signalLevel = Math.max(2 * tuning.floorMicrovolts, 0.7 * (sorted.at(-1) ?? 0));
  state.noiseLevel = Math.min(0.3 * state.signalLevel, 0.5 * (sorted[sorted.length >> 1] ?? 0));
  state.learnt = true;
}

/**
 * Takes the next beat out of the candidates: at once where no other story comes near, else when `decisionLag` of
 * signal has come after it. To be called again until there is none.
 * @param now samples known
 */
export function decide(state: DetectorState, design: DetectorDesign, now: number): Candidate | undefined {
  if (!state.learnt) return undefined;
  dropOldCandidates(state, design, now);
  const { candidates } = state;
  if (candidates.length === 0) return undefined;
  const { index, margin } = nextBeat(state, design, now);
  const beat = candidates[index];
  if (beat === undefined) return undefined;
  if (margin <= tuning.sureMargin && now - beat.position < design.decisionLag) return undefined;
  for (let passed = 0; passed < index; passed += 1) followNoise(state, candidates[passed]?.height ?? 0);
  candidates.splice(0, index + 1);
  followBeat(state, design, beat);
  return beat;
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

function followNoise(state: DetectorState, height: number): void {
  state.noiseLevel += tuning.noiseRate * (Math.min(height, state.signalLevel) - state.noiseLevel);
}

/** Levels, rhythm and template after a beat. */
function followBeat(state: DetectorState, design: DetectorDesign, beat: Candidate): void {
  const { position, height } = beat;
  const clipped = Math.min(height, tuning.artefactClip * state.signalLevel);
  state.signalLevel += tuning.signalRate * (clipped - state.signalLevel);
  state.signalLevel = Math.max(2 * tuning.floorMicrovolts, state.signalLevel);
  const rrInterval = position - state.lastBeatPosition;
  if (state.lastBeatPosition >= 0 && rrInterval <= design.longestRr) remember(state.rrIntervals, rrInterval);
  remember(state.beatHeightLogs, Math.log(height));
  followTemplate(state, design, beat);
  state.lastBeatPosition = position;
  state.lastBeatHeight = height;
}

function remember(values: number[], value: number): void {
  values.push(value);
  if (values.length > 8) values.shift();
}
