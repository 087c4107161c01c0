import { mostCandidates } from './candidates.ts';
import type { DetectorDesign } from './design.ts';
import { evidenceOf, logOddsOf } from './evidence.ts';
import { openRrScore, rhythmOf, rrScore } from './rhythm.ts';
import type { DetectorState } from './state.ts';
import { tuning } from './tuning.ts';

/** Which candidate is the next beat, in the most likely story of everything since the last one. */
export interface NextBeat {
  /** -1 where none of them is a beat. */
  readonly index: number;
  /** By how much that story is better than the best in which another one, or none, comes next. */
  readonly margin: number;
}

// Stories are worked out one after the other, so that all detectors share these: the best score of a story that
// ends with a candidate, and the first beat in it.
const scores = new Float64Array(mostCandidates);
const firsts = new Int32Array(mostCandidates);

/**
 * The best way to take some candidates for beats and the others for none (Viterbi 1967): the sum of each beat's odds
 * by its looks and of how likely the intervals between them are, the running one included.
 * @param now samples known
 */
export function nextBeat(state: DetectorState, design: DetectorDesign, now: number): NextBeat {
  const { candidates, lastBeatPosition: lastBeat, lastBeatHeight } = state;
  const rhythm = rhythmOf(state.rrIntervals, design);
  const evidence = evidenceOf(state);
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

/** Not so soon that the heart or its own T wave, or the second hump of a wide beat, forbid it. */
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
