import { classLogits, type BoostedTrees } from '@beatwatch/boosted-trees';
import { beatFeatureNames, beatFeatures } from './beat-features.ts';
import { signalFeatureNames, signalFeatures, type RhythmSecond } from './signal-features.ts';
import { ventricularBeat, type ClassedBeat, type Complex, type VentricularBeat } from './ventricular-beat.ts';

/** Tells ventricular tachycardia, flutter and fibrillation from the last ten seconds of one lead. */
export interface VentricularRhythmModel {
  readonly trees: BoostedTrees;
  /** Added to the trees' log odds. */
  readonly shift: number;
}

/** What one lead's watch for ventricular rhythms remembers: plain data of some 3 KB. */
export interface VentricularRhythmState {
  readonly version: 1;
  /** Beats of the window, oldest first. */
  readonly beats: readonly VentricularBeat[];
  /** QRS complex of the newest beat. */
  readonly complex?: Complex;
  /** Seconds of the window, oldest first. */
  readonly seconds: readonly RhythmSecond[];
}

export const noVentricularRhythm: VentricularRhythmState = { version: 1, beats: [], seconds: [] };

/** Name of the feature set; change it with any feature. A model accepts only the set that its file names. */
export const ventricularFeatureSet = 'ventricular-window-1';

/** Names of the features in the order of a row. */
export const ventricularWindowFeatureNames = [...beatFeatureNames, ...signalFeatureNames] as const;

const windowUs = 10_500_000;
/** The signal before that is needed. */
const fewestSeconds = 3;
/** Seconds further apart than this begin a new window. */
const gapUs = 1_500_000;
/** A device whose clock was set back by more begins anew. */
const setBackUs = 300_000_000;

/** Remembers a beat of the lead; a repeated one changes nothing. */
export function rememberVentricularBeat(
  state: VentricularRhythmState,
  beat: ClassedBeat,
): VentricularRhythmState {
  const backUs = (state.beats.at(-1)?.timeUs ?? 0) - beat.timeUs;
  const known = backUs > setBackUs ? noVentricularRhythm : state;
  const remembered = ventricularBeat(beat, known.complex);
  if (remembered === undefined || (known === state && backUs >= 0)) return state;
  const fromUs = beat.timeUs - windowUs;
  return {
    ...known,
    beats: [...known.beats.filter(({ timeUs }) => timeUs > fromUs), remembered.beat],
    complex: remembered.complex,
  };
}

/** Remembers a second of the lead; a repeated one changes nothing. */
export function rememberRhythmSecond(
  state: VentricularRhythmState,
  second: RhythmSecond,
): VentricularRhythmState {
  const { endTimeUs, qualityIndex, fibrillationIndex, rhythmMeasures } = second;
  const aheadUs = endTimeUs - (state.seconds.at(-1)?.endTimeUs ?? 0);
  if (aheadUs <= 0 && -aheadUs <= setBackUs) return state;
  const isJoined = aheadUs > 0 && aheadUs <= gapUs;
  const before = isJoined ? state.seconds.filter((one) => one.endTimeUs > endTimeUs - windowUs) : [];
  const known = { endTimeUs, qualityIndex, fibrillationIndex, ...(rhythmMeasures && { rhythmMeasures }) };
  return { ...state, seconds: [...before, known] };
}

const doubtfulRunIndex = ventricularWindowFeatureNames.indexOf('longestDoubtfulRun');
const fibrillationIndex = ventricularWindowFeatureNames.indexOf('highestFibrillation');
const fewestBeats = 5;
const leastFibrillation = -3;

/** What a window of one lead says of ventricular tachycardia, flutter and fibrillation. */
export interface VentricularFinding {
  readonly logOdds: number;
  /**
   * Whether it shows five beats in a row that may be ventricular, or a signal that may be fibrillation. Couplets and runs of
   * three look like tachycardia by everything but their number: without this in any lead the odds do not count.
   */
  readonly possible: boolean;
}

/** What the model says of a window's row. */
export const findingOfRow = (
  row: Float32Array,
  { trees, shift }: VentricularRhythmModel,
): VentricularFinding => ({
  logOdds: (classLogits(trees, row)[1] ?? 0) + shift,
  possible: (row[doubtfulRunIndex] ?? 0) >= fewestBeats || (row[fibrillationIndex] ?? 0) > leastFibrillation,
});

/**
 * Features of the window that ends with the newest second.
 * @returns a row for the trees; undefined where the window is too short to tell
 */
export function ventricularWindowFeatures({
  beats,
  seconds,
}: VentricularRhythmState): Float32Array | undefined {
  const toUs = seconds.at(-1)?.endTimeUs;
  if (toUs === undefined || seconds.length < fewestSeconds) return undefined;
  const fromUs = Math.max(toUs - windowUs, (seconds[0]?.endTimeUs ?? 0) - 1_000_000);
  const within = beats.filter(({ timeUs }) => timeUs >= fromUs && timeUs <= toUs);
  const ofBeats = beatFeatures(within, { fromUs, toUs });
  const ofSignal = signalFeatures(seconds);
  const row = new Float32Array(ventricularWindowFeatureNames.length);
  let at = 0;
  for (const name of beatFeatureNames) row[at++] = ofBeats[name];
  for (const name of signalFeatureNames) row[at++] = ofSignal[name];
  return row;
}

/** What the window that ends with the newest second shows; undefined where it is too short. */
export function ventricularFinding(
  state: VentricularRhythmState,
  model: VentricularRhythmModel,
): VentricularFinding | undefined {
  const row = ventricularWindowFeatures(state);
  return row && findingOfRow(row, model);
}
