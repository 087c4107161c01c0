import type { Beat } from '@beatwatch/contracts';
import { classLogits, type BoostedTrees } from '@beatwatch/boosted-trees';
import { atrialBeat, type AtrialBeat } from './atrial-beat.ts';
import { atrialWindowFeatures, atrialWindowUs, mostBeats } from './window-features.ts';

/** Tells atrial fibrillation from a window of beats. */
export interface AtrialFibrillationModel {
  readonly trees: BoostedTrees;
  /** Added to the trees' log odds. */
  readonly shift: number;
}

/** What one lead's watch for atrial fibrillation remembers: plain data of some 4 KB. */
export interface AtrialFibrillationState {
  readonly version: 1;
  /** The beats of the window, oldest first. */
  readonly beats: readonly AtrialBeat[];
  /** Epoch time of the newest decision; 0 before the first. */
  readonly decidedUs: number;
  /** Log odds that the beats of that decision are atrial fibrillation; absent where too few were known of late. */
  readonly logOdds?: number;
}

export const noAtrialFibrillation: AtrialFibrillationState = { version: 1, beats: [], decidedUs: 0 };

/** Time between decisions. */
const decideEveryUs = 5_000_000;
/** The window must hold this much of the signal before anything is decided. */
const leastWindowUs = 20_000_000;
/** A device whose clock was set back by more begins anew. */
const setBackUs = 300_000_000;
/** A decision holds for this long without another. */
const holdsUs = 15_000_000;

/**
 * Advances the watch by one beat of a lead: every 5 s it decides from the beats of the last 30 s. A beat before the newest
 * one changes nothing, unless its clock was set back.
 */
export function watchAtrialFibrillation(
  state: AtrialFibrillationState,
  beat: Beat,
  model: AtrialFibrillationModel,
): AtrialFibrillationState {
  const known = atrialBeat(beat);
  if (known === undefined) return state;
  const backUs = (state.beats.at(-1)?.timeUs ?? 0) - known.timeUs;
  if (backUs > setBackUs) return watchAtrialFibrillation(noAtrialFibrillation, beat, model);
  if (backUs >= 0) return state;
  const nowUs = known.timeUs;
  // They are in order of time: what is too old comes first.
  let from = Math.max(0, state.beats.length + 1 - mostBeats);
  while ((state.beats[from]?.timeUs ?? nowUs) <= nowUs - atrialWindowUs) from += 1;
  const beats = state.beats.slice(from);
  beats.push(known);
  const sinceUs = nowUs - state.decidedUs;
  const isDue = sinceUs >= decideEveryUs && isFilled(beats, nowUs);
  const logOdds = isDue ? atrialLogOdds(beats, model) : undefined;
  if (logOdds !== undefined) return { version: 1, beats, decidedUs: nowUs, logOdds };
  if (sinceUs > holdsUs) return { version: 1, beats, decidedUs: state.decidedUs };
  return { ...state, beats };
}

/** Log odds that a window of beats is atrial fibrillation; undefined where there are too few. */
export function atrialLogOdds(
  beats: readonly AtrialBeat[],
  { trees, shift }: AtrialFibrillationModel,
): number | undefined {
  const row = atrialWindowFeatures(beats);
  return row && (classLogits(trees, row)[1] ?? 0) + shift;
}

const isFilled = (beats: readonly AtrialBeat[], nowUs: number): boolean =>
  beats.length === mostBeats || nowUs - (beats[0]?.timeUs ?? nowUs) >= leastWindowUs;
