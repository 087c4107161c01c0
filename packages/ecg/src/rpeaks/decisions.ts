import { nextBeat } from './best-path.ts';
import type { Candidate } from './candidate.ts';
import {
  candidateAt,
  dropFirst,
  dropOldCandidates,
  forgetComparisons,
  heightOf,
  wideHeightOf,
} from './candidates.ts';
import type { DetectorDesign } from './design.ts';
import { remember } from '../packed/remembered.ts';
import { detectorPlaces, type DetectorState } from './state.ts';
import { followTemplate } from './template.ts';
import { followWideLevel, widenessOf } from './wide.ts';
import { rememberedBeats, tuning } from './tuning.ts';

/** Sets the levels from the candidates so far; called after two seconds. */
export function endLearning(state: DetectorState): void {
  const count = state.candidateCount;
  const sorted = Float64Array.from({ length: count }, (_, index) => heightOf(state, index)).sort();
  let wideLevel = 0;
  for (let index = 0; index < count; index += 1) wideLevel = Math.max(wideLevel, wideHeightOf(state, index));
  state.signalLevel = Math.max(2 * tuning.floorMicrovolts, 0.7 * (sorted.at(-1) ?? 0));
  state.noiseLevel = Math.min(0.3 * state.signalLevel, 0.5 * (sorted[count >> 1] ?? 0));
  state.learned = 1;
  state.wideLevel = wideLevel;
  state.beatsSinceLearned = 0;
}

/**
 * Takes the next beat from the candidates: at once if no other path is nearly as likely, else once `decisionLag` of
 * signal has followed it. Call it until it returns undefined.
 * @param now number of samples so far
 */
export function decide(state: DetectorState, design: DetectorDesign, now: number): Candidate | undefined {
  if (state.learned === 0) return undefined;
  dropOldCandidates(state, design, now);
  if (state.candidateCount === 0) return undefined;
  const { index, margin } = nextBeat(state, design, now);
  if (index < 0) return undefined;
  const beat = candidateAt(state, index);
  if (margin <= tuning.sureMargin && now - beat.position < design.decisionLag) return undefined;
  let { wideHeight } = beat;
  for (let passed = 0; passed < index; passed += 1) {
    wideHeight = Math.max(wideHeight, wideHeightOf(state, passed));
  }
  followWideLevel(state, wideHeight);
  for (let passed = 0; passed < index; passed += 1) {
    followNoise(state, heightOf(state, passed), wideHeightOf(state, passed));
  }
  dropFirst(state, index + 1);
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
  if (state.beatsSinceLearned < tuning.confirmingBeats && state.candidateCount > 0) {
    if (isDue(since, design, tuning.relearnSeconds)) relearn(state);
  } else if (isDue(since, design, tuning.forgetSeconds)) {
    state.signalLevel = Math.max(2 * tuning.floorMicrovolts, state.signalLevel / 2);
  }
}

/** Whether a period ends with this block. */
function isDue(since: number, { samplingRateHz, blockLength }: DetectorDesign, seconds: number): boolean {
  const period = Math.ceil((seconds * samplingRateHz) / blockLength);
  const blocks = Math.floor(since / blockLength);
  return blocks > 0 && blocks % period === 0;
}

function relearn(state: DetectorState): void {
  state.rrCount = 0;
  state.heightCount = 0;
  state.templateKnown = 0;
  forgetComparisons(state);
  endLearning(state);
}

/** Follows the noise with a candidate that was passed over; wide complexes say nothing about noise. */
function followNoise(state: DetectorState, height: number, wideHeight: number): void {
  const rate = tuning.noiseRate * (1 - widenessOf(wideHeight, state.wideLevel));
  state.noiseLevel += rate * (Math.min(height, state.signalLevel) - state.noiseLevel);
}

/** Updates levels, rhythm and template after a beat. */
function followBeat(state: DetectorState, design: DetectorDesign, beat: Candidate): void {
  const { position, height } = beat;
  const { numbers } = state;
  const clipped = Math.min(height, tuning.artefactClip * state.signalLevel);
  state.signalLevel += tuning.signalRate * (clipped - state.signalLevel);
  state.signalLevel = Math.max(2 * tuning.floorMicrovolts, state.signalLevel);
  const rrInterval = position - state.lastBeatPosition;
  if (state.lastBeatPosition >= 0 && rrInterval <= design.longestRr) {
    state.rrCount = remember(
      numbers,
      { from: detectorPlaces.rrIntervals, length: state.rrCount, most: rememberedBeats },
      rrInterval,
    );
  }
  state.beatsSinceLearned += 1;
  state.heightCount = remember(
    numbers,
    { from: detectorPlaces.heightLogs, length: state.heightCount, most: rememberedBeats },
    Math.log(height),
  );
  followTemplate(state, design, beat);
  state.lastBeatPosition = position;
  state.lastBeatHeight = height;
}
