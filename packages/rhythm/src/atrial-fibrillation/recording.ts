import type { Beat } from '@beatwatch/contracts';
import { atrialBeat } from './atrial-beat.ts';
import { atrialLogOdds, type AtrialFibrillationModel } from './watch.ts';
import { atrialWindowUs, mostBeats } from './window-features.ts';

const stepUs = 10_000_000;

/**
 * Judges a whole recording of one lead, 10 to 60 s from a hand-held device, by the mean over its windows of 30 s, 10 s
 * apart.
 * @returns log odds of atrial fibrillation, above 0 if more probable than not; undefined where no window has enough beats
 */
export function recordingAtrialLogOdds(
  beats: readonly Beat[],
  model: AtrialFibrillationModel,
): number | undefined {
  const windows = atrialWindows(beats);
  const odds = windows.flatMap((window) => atrialLogOdds(window, model) ?? []);
  return odds.length === 0 ? undefined : odds.reduce((sum, value) => sum + value, 0) / odds.length;
}

/** Windows of a recording's beats: the last one ends with the last beat, each other 10 s before the next. */
export function atrialWindows(beats: readonly Beat[]) {
  const known = beats.flatMap((beat) => atrialBeat(beat) ?? []);
  const [first, last] = [known[0]?.timeUs ?? 0, known.at(-1)?.timeUs ?? 0];
  const windows = [];
  for (let endUs = last; known.length > 0; endUs -= stepUs) {
    windows.push(
      known.filter(({ timeUs }) => timeUs <= endUs && timeUs > endUs - atrialWindowUs).slice(-mostBeats),
    );
    if (endUs - atrialWindowUs <= first) break;
  }
  return windows.reverse();
}
