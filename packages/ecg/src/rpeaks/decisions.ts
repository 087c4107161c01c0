import { nextBeat } from './best-path.ts';
import type { Candidate } from './candidate.ts';
import { dropOldCandidates } from './candidates.ts';
import type { DetectorDesign } from './design.ts';
import type { DetectorState } from './state.ts';
import { followTemplate, unknownCorrelation } from './template.ts';
import { followWideLevel, widenessOf } from './wide.ts';
import { tuning } from './tuning.ts';

/** Sets the levels from the candidates so far; called after two seconds. */
export function endLearning(state: DetectorState): void {
  const sorted = state.candidates.map(({ height }) => height).sort((a, b) => a - b);
  state.signalLevel = Math.max(2 * tuning.floorMicrovolts, 0.7 * (sorted.at(-1) ?? 0));
  state.noiseLevel = Math.min(0.3 * state.signalLevel, 0.5 * (sorted[sorted.length >> 1] ?? 0));
  state.learned = true;
  state.wideLevel = Math.max(0, ...state.candidates.map(({ wideHeight }) => wideHeight));
  state.beatsSinceLearned = 0;
}

/**
 * Takes the next beat from the candidates: at once if no other path is nearly as likely, else once `decisionLag` of
 * signal has followed it. Call it until it returns undefined.
 * @param now number of samples so far
 */
export function decide(state: DetectorState, design: DetectorDesign, now: number): Candidate | undefined {
  if (!state.learned) return undefined;
  dropOldCandidates(state, design, now);
  const { candidates } = state;
  if (candidates.length === 0) return undefined;
  const { index, margin } = nextBeat(state, design, now);
  const beat = candidates[index];
  if (beat === undefined) return undefined;
  if (margin <= tuning.sureMargin && now - beat.position < design.decisionLag) return undefined;
  const passed = candidates.slice(0, index);
  const heights = passed.map((candidate) => candidate.wideHeight);
  followWideLevel(state, Math.max(beat.wideHeight, ...heights));
  for (const candidate of passed) followNoise(state, candidate);
  candidates.splice(0, index + 1);
  followBeat(state, design, beat);
  return beat;
}

/**
 * Corrects the levels after a pause. If few beats have confirmed them, they came from an artefact, as when a device is
 * put on, and are learned again from the candidates since. Otherwise the signal may have become smaller, and the
 * signal level is halved.
 */
export function correctLevelsAfterPause(state: DetectorState, design: DetectorDesign): void {
  const since = state.sampleCount - Math.max(0, state.lastBeatPosition);
  const isDue = (seconds: number): boolean => {
    const period = Math.ceil((seconds * design.samplingRateHz) / design.blockLength);
    const blocks = Math.floor(since / design.blockLength);
    return blocks > 0 && blocks % period === 0;
  };
  if (state.beatsSinceLearned < tuning.confirmingBeats && state.candidates.length > 0) {
    if (isDue(tuning.relearnSeconds)) relearn(state);
  } else if (isDue(tuning.forgetSeconds)) {
    state.signalLevel = Math.max(2 * tuning.floorMicrovolts, state.signalLevel / 2);
  }
}

function relearn(state: DetectorState): void {
  state.rrIntervals = [];
  state.beatHeightLogs = [];
  state.templateKnown = false;
  state.candidates = state.candidates.map((candidate) => ({ ...candidate, ...unknownCorrelation }));
  endLearning(state);
}

/** Follows the noise with a candidate that was passed over; wide complexes say nothing about noise. */
function followNoise(state: DetectorState, { height, wideHeight }: Candidate): void {
  const rate = tuning.noiseRate * (1 - widenessOf(wideHeight, state.wideLevel));
  state.noiseLevel += rate * (Math.min(height, state.signalLevel) - state.noiseLevel);
}

/** Updates levels, rhythm and template after a beat. */
function followBeat(state: DetectorState, design: DetectorDesign, beat: Candidate): void {
  const { position, height } = beat;
  const clipped = Math.min(height, tuning.artefactClip * state.signalLevel);
  state.signalLevel += tuning.signalRate * (clipped - state.signalLevel);
  state.signalLevel = Math.max(2 * tuning.floorMicrovolts, state.signalLevel);
  const rrInterval = position - state.lastBeatPosition;
  if (state.lastBeatPosition >= 0 && rrInterval <= design.longestRr) remember(state.rrIntervals, rrInterval);
  state.beatsSinceLearned += 1;
  remember(state.beatHeightLogs, Math.log(height));
  followTemplate(state, design, beat);
  state.lastBeatPosition = position;
  state.lastBeatHeight = height;
}

function remember(values: number[], value: number): void {
  values.push(value);
  if (values.length > 8) values.shift();
}
