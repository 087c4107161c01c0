import {
  noAtrialFibrillation,
  watchAtrialFibrillation,
  type AtrialFibrillationModel,
} from '@beatwatch/rhythm';
import { secondsFromStart } from '../../live-path/lead-run.ts';
import type { RhythmRecording } from './rhythm-recording.ts';

/** The live watch on long recordings, in sums that can be added. */
export interface WatchFigures {
  /** Hours in annotated fibrillation, and those of them in which the watch said so. */
  readonly fibrillatingHours: number;
  readonly foundHours: number;
  /** Hours without, and those of them in which the watch claimed it. */
  readonly otherHours: number;
  readonly claimedHours: number;
  /** Times that the watch claimed fibrillation to begin where none was annotated. */
  readonly falseOnsets: number;
}

export const noWatchFigures: WatchFigures = {
  fibrillatingHours: 0,
  foundHours: 0,
  otherHours: 0,
  claimedHours: 0,
  falseOnsets: 0,
};

export const sumOfWatchFigures = (a: WatchFigures, b: WatchFigures): WatchFigures => ({
  fibrillatingHours: a.fibrillatingHours + b.fibrillatingHours,
  foundHours: a.foundHours + b.foundHours,
  otherHours: a.otherHours + b.otherHours,
  claimedHours: a.claimedHours + b.claimedHours,
  falseOnsets: a.falseOnsets + b.falseOnsets,
});

/** The watch knows the rhythm of half a window ago. */
const lagSeconds = 15;
/** For this long after fibrillation the watch may still claim it. */
const graceSeconds = 60;

/** Sends a long recording's beats through the watch. */
export function watchFigures(
  { beats, rhythms }: RhythmRecording,
  model: AtrialFibrillationModel,
): WatchFigures {
  let [state, figures] = [noAtrialFibrillation, noWatchFigures];
  for (const beat of beats) {
    const next = watchAtrialFibrillation(state, beat, model);
    if (next.decidedUs !== state.decidedUs) {
      const hours = (next.decidedMs - state.decidedMs) / 3_600_000;
      const claimed = next.present ? hours : 0;
      const now = secondsFromStart(next.decidedUs);
      const rhythm = rhythms.find(
        ({ fromSeconds, toSeconds }) => now - lagSeconds >= fromSeconds && now - lagSeconds < toSeconds,
      );
      const isNear = rhythms.some(
        ({ fromSeconds, toSeconds }) => now >= fromSeconds && now < toSeconds + graceSeconds,
      );
      const isFibrillating = rhythm?.kind === 'fibrillation';
      figures = sumOfWatchFigures(figures, {
        fibrillatingHours: isFibrillating ? hours : 0,
        foundHours: isFibrillating ? claimed : 0,
        otherHours: isNear ? 0 : hours,
        claimedHours: isNear ? 0 : claimed,
        falseOnsets: next.present && !state.present && !isNear ? 1 : 0,
      });
    }
    state = next;
  }
  return figures;
}
