import { defaultAlarmSettings } from '@beatwatch/alarms';
import {
  noAtrialFibrillation,
  watchAtrialFibrillation,
  type AtrialFibrillationModel,
} from '@beatwatch/rhythm';
import { secondsFromStart } from '../../live-path/lead-run.ts';
import type { RhythmRecording, RhythmSpan } from './rhythm-recording.ts';

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

/** Longest time that a decision stands for. */
const longestStepSeconds = 10;

/** Sends a long recording's beats through the watch, and its log odds through the rule of the alarm. */
export function watchFigures(
  { beats, rhythms }: RhythmRecording,
  model: AtrialFibrillationModel,
): WatchFigures {
  const { beginsAbove, endsBelow, agreeMs } = defaultAlarmSettings.atrialFibrillation;
  let [state, figures] = [noAtrialFibrillation, noWatchFigures];
  let [isPresent, changingSince] = [false, 0];
  for (const beat of beats) {
    const next = watchAtrialFibrillation(state, beat, model);
    if (next.decidedUs !== state.decidedUs) {
      const now = secondsFromStart(next.decidedUs);
      const was = isPresent;
      const says = (next.logOdds ?? 0) > (isPresent ? endsBelow : beginsAbove);
      changingSince = says === isPresent ? 0 : changingSince || now;
      if (changingSince > 0 && now - changingSince >= agreeMs / 1000) [isPresent, changingSince] = [says, 0];
      const hours = Math.min(longestStepSeconds, (next.decidedUs - state.decidedUs) / 1e6) / 3600;
      const place = placeIn(rhythms, now);
      const claimed = isPresent ? hours : 0;
      figures = sumOfWatchFigures(figures, {
        fibrillatingHours: place === 'inside' ? hours : 0,
        foundHours: place === 'inside' ? claimed : 0,
        otherHours: place === 'outside' ? hours : 0,
        claimedHours: place === 'outside' ? claimed : 0,
        falseOnsets: place === 'outside' && isPresent && !was ? 1 : 0,
      });
    }
    state = next;
  }
  return figures;
}

function placeIn(rhythms: readonly RhythmSpan[], now: number): 'inside' | 'outside' | undefined {
  const then = now - lagSeconds;
  const rhythm = rhythms.find(({ fromSeconds, toSeconds }) => then >= fromSeconds && then < toSeconds);
  if (rhythm?.kind === 'fibrillation') return 'inside';
  const isNear = rhythms.some(
    ({ fromSeconds, toSeconds }) => now >= fromSeconds && now < toSeconds + graceSeconds,
  );
  return isNear ? undefined : 'outside';
}
