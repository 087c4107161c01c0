import { maxCandidates } from './candidates.ts';
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
const scores = new Float64Array(maxCandidates);
const firsts = new Int32Array(maxCandidates);

/**
 * Finds the most likely choice of beats among the candidates (Viterbi 1967): maximises the sum of the beats' log odds by
 * height and shape and of the log-likelihoods of the intervals, the open one included.
 * @param now number of samples so far
 */
export function nextBeat(state: DetectorState, design: DetectorDesign, now: number): NextBeat {
  const { candidates, lastBeatPosition: lastBeat, lastBeatHeight } = state;
  const evidence = evidenceOf(state);
  const rhythm = rhythmOf(state.rrIntervals, design, evidence.shapeWeight);
  for (const [index, candidate] of candidates.entries()) {
    const { position, height } = candidate;
    scores[index] = -Infinity;
    firsts[index] = index;
    if (height < tuning.floorMicrovolts) continue;
    let best = -Infinity;
    if (lastBeat < 0) best = 0;
    else if (mayFollow(design, position - lastBeat, height, lastBeatHeight)) {
      best = rrScore(position - lastBeat, rhythm);
    }
    for (let before = 0; before < index; before += 1) {
      const earlier = candidates[before];
      const score = scores[before] ?? -Infinity;
      if (earlier === undefined || score === -Infinity) continue;
      const interval = position - earlier.position;
      if (!mayFollow(design, interval, height, earlier.height)) continue;
      const joined = score + rrScore(interval, rhythm);
      if (joined <= best) continue;
      best = joined;
      firsts[index] = firsts[before] ?? before;
    }
    scores[index] = best + logOddsOf(candidate, evidence);
  }
  let [index, winner, second] = [-1, lastBeat < 0 ? 0 : openRrScore(now - lastBeat, rhythm), -Infinity];
  for (const [end, { position }] of candidates.entries()) {
    const score = (scores[end] ?? -Infinity) + openRrScore(now - position, rhythm);
    const first = firsts[end] ?? end;
    if (score > winner) {
      if (first !== index) second = winner;
      [index, winner] = [first, score];
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
