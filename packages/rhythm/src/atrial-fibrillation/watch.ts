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
  /** Log odds of atrial fibrillation, the mean of the last decisions with more weight on the newer; 0 before the first. */
  readonly logOdds: number;
  /** Epoch time of the newest decision; 0 before the first. */
  readonly decidedUs: number;
  readonly present: boolean;
  /** Epoch time since when `present` holds; 0 before the first decision. */
  readonly sinceUs: number;
  /** Time that has been decided, and the part of it in fibrillation, since the watch began: their ratio is the burden. */
  readonly decidedMs: number;
  readonly fibrillatingMs: number;
}

export const noAtrialFibrillation: AtrialFibrillationState = {
  version: 1,
  beats: [],
  logOdds: 0,
  decidedUs: 0,
  present: false,
  sinceUs: 0,
  decidedMs: 0,
  fibrillatingMs: 0,
};

/** Time between decisions. */
const decideEveryUs = 5_000_000;
/** The window must hold this much of the signal before anything is decided. */
const leastWindowUs = 20_000_000;
/** Time constant of the mean. */
const followUs = 20_000_000;
/** Without a decision for this long the mean begins anew. */
const forgetUs = 60_000_000;
/** Mean log odds from which fibrillation begins, and below which it ends. */
const begins = 1;
const ends = -0.5;

/**
 * Advances the watch by one beat of a lead. The rhythm is decided every 5 s from the beats of the last 30 s, and the
 * mean of these decisions followed. A beat before the newest one changes nothing.
 */
export function watchAtrialFibrillation(
  state: AtrialFibrillationState,
  beat: Beat,
  model: AtrialFibrillationModel,
): AtrialFibrillationState {
  const known = atrialBeat(beat);
  if (known === undefined || known.timeUs <= (state.beats.at(-1)?.timeUs ?? 0)) return state;
  const nowUs = known.timeUs;
  const beats = [...state.beats.filter(({ timeUs }) => timeUs > nowUs - atrialWindowUs), known].slice(
    -mostBeats,
  );
  const remembered = { ...state, beats };
  if (nowUs - state.decidedUs < decideEveryUs) return remembered;
  if (!isFilled(beats, nowUs)) return remembered;
  const logOdds = atrialLogOdds(beats, model);
  return logOdds === undefined ? remembered : decided(remembered, logOdds, nowUs);
}

/** Share of the decided time in fibrillation, 0 to 1; undefined before any. */
export const atrialBurden = ({ decidedMs, fibrillatingMs }: AtrialFibrillationState): number | undefined =>
  decidedMs === 0 ? undefined : fibrillatingMs / decidedMs;

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

function decided(state: AtrialFibrillationState, logOdds: number, nowUs: number): AtrialFibrillationState {
  const elapsedUs = nowUs - state.decidedUs;
  const isNew = elapsedUs > forgetUs;
  const share = isNew ? 1 : 1 - Math.exp(-elapsedUs / followUs);
  const mean = isNew ? Math.min(logOdds, 0) : state.logOdds + share * (logOdds - state.logOdds);
  const present = mean > (state.present ? ends : begins);
  const spentMs = isNew ? 0 : elapsedUs / 1000;
  return {
    ...state,
    logOdds: mean,
    decidedUs: nowUs,
    present,
    sinceUs: present === state.present && state.sinceUs !== 0 ? state.sinceUs : nowUs,
    decidedMs: state.decidedMs + spentMs,
    fibrillatingMs: state.fibrillatingMs + (state.present ? spentMs : 0),
  };
}
