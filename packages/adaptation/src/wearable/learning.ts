import type { MeasuredBeat } from './measured-beat.ts';
import { addToMorphologies, noMorphologies, type MorphologyState } from './morphologies.ts';

/** Beats of the first minutes: plain data. */
export interface LearningState {
  /** Epoch time of the first beat; absent before it. */
  readonly firstTimeUs?: number;
  readonly count: number;
  readonly morphologies: MorphologyState;
}

const adaptationUs = 300_000_000;
/** Least number of beats: learning lasts longer where much of the first minutes was unusable. */
const fewestBeats = 100;
/** Beats before the first reference; it is renewed each time their number has doubled, and at the end. */
const firstReferenceBeats = 10;
/** Beats from which on verdicts are given: half a minute at rest. */
const verdictBeats = 40;

export interface LearningStep {
  readonly state: LearningState;
  /** Whether the reference is to be renewed. */
  readonly isDue: boolean;
  readonly hasVerdicts: boolean;
  readonly isOver: boolean;
}

/** Collects the beats from which a patient's reference is learned. */
export const LearningBeats = {
  begin: (): LearningState => ({ count: 0, morphologies: noMorphologies }),

  /** @param window 88 values, median at 0, microvolts */
  add(state: LearningState, timeUs: number, window: Int16Array, beat: MeasuredBeat): LearningStep {
    const { input, error, own, sizeMicrovolts, rrMs, precedingRrMs, recentRrMs } = beat;
    const { firstTimeUs = timeUs } = state;
    const count = state.count + 1;
    const morphologies = addToMorphologies(state.morphologies, window, {
      timeUs,
      inputThousandths: packed(input),
      errorThousandths: packed(error),
      own,
      sizeMicrovolts,
      rrMs,
      ...(precedingRrMs !== undefined && { precedingRrMs }),
      prematurity:
        precedingRrMs === undefined || recentRrMs === undefined ? 0 : Math.log(recentRrMs / precedingRrMs),
    });
    const isOver = timeUs - firstTimeUs >= adaptationUs && count >= fewestBeats;
    const isDoubled = Number.isInteger(Math.log2(count / firstReferenceBeats)) || count === verdictBeats;
    return {
      state: { firstTimeUs, count, morphologies },
      isDue: isOver || isDoubled,
      hasVerdicts: count >= verdictBeats,
      isOver,
    };
  },
} as const;

/** Converts to thousandths, clipped to 16 bits. */
const packed = (values: Float32Array): Int16Array =>
  Int16Array.from(values, (value) => Math.min(32_767, Math.max(-32_768, Math.round(1000 * value))));
