import { mostCandidates } from './candidate.ts';
import { candidateAt, heightOf, positionOf } from './candidates.ts';
import type { DetectorDesign } from './design.ts';
import { evidenceOf, logOddsOf } from './evidence.ts';
import { openRrScore, rhythmOf, rrScore } from './rhythm.ts';
import type { DetectorState } from './state.ts';
import { tuning } from './tuning.ts';

/** Next beat on the most likely path through the candidates since the last beat. */
export interface NextBeat {
  /** Index of the candidate; -1 if the path has no beat. */
  readonly index: number;
  /** Lead in log odds over the best path with another next beat, or without one. */
  readonly margin: number;
}

// Best score of a path that ends with each candidate, and the first beat of that path. Shared by all detectors, since
// calls never overlap.
const scores = new Float64Array(mostCandidates);
const firsts = new Int32Array(mostCandidates);

/**
 * Finds the most likely choice of beats among the candidates (Viterbi 1967): maximises the sum of the beats' log odds by
 * height and shape and of the log-likelihoods of the intervals, the open one included.
 * @param now number of samples so far
 */
export function nextBeat(state: DetectorState, design: DetectorDesign, now: number): NextBeat {
  const { candidateCount, lastBeatPosition: lastBeat, lastBeatHeight } = state;
  const evidence = evidenceOf(state);
  const rhythm = rhythmOf(state, design, evidence.shapeWeight);
  for (let index = 0; index < candidateCount; index += 1) {
    const position = positionOf(state, index);
    const height = heightOf(state, index);
    scores[index] = -Infinity;
    firsts[index] = index;
    if (height < tuning.floorMicrovolts) continue;
    let best = -Infinity;
    if (lastBeat < 0) best = 0;
    else if (mayFollow(design, position - lastBeat, height, lastBeatHeight)) {
      best = rrScore(position - lastBeat, rhythm);
    }
    for (let before = 0; before < index; before += 1) {
      const score = scores[before] ?? -Infinity;
      if (score === -Infinity) continue;
      const interval = position - positionOf(state, before);
      if (!mayFollow(design, interval, height, heightOf(state, before))) continue;
      const joined = score + rrScore(interval, rhythm);
      if (joined <= best) continue;
      best = joined;
      firsts[index] = firsts[before] ?? before;
    }
    scores[index] = best + logOddsOf(candidateAt(state, index), evidence);
  }
  let index = -1;
  let winner = lastBeat < 0 ? 0 : openRrScore(now - lastBeat, rhythm);
  let second = -Infinity;
  for (let end = 0; end < candidateCount; end += 1) {
    const score = (scores[end] ?? -Infinity) + openRrScore(now - positionOf(state, end), rhythm);
    const first = firsts[end] ?? end;
    if (score > winner) {
      if (first !== index) second = winner;
      index = first;
      winner = score;
    } else if (first !== index && score > second) second = score;
  }
  return { index, margin: winner - second };
}

/** Whether a beat may follow another: not within the refractory period, nor as its T wave or second hump. */
function mayFollow(
  { refractory, samplingRateHz }: DetectorDesign,
  interval: number,
  height: number,
  heightBefore: number,
): boolean {
  if (interval < refractory) return false;
  const seconds = interval / samplingRateHz;
  if (seconds >= tuning.lateSeconds) return true;
  const way = Math.max(0, (seconds - tuning.earlySeconds) / (tuning.lateSeconds - tuning.earlySeconds));
  return height >= heightBefore * (tuning.earlyShare + way * (tuning.lateShare - tuning.earlyShare));
}
