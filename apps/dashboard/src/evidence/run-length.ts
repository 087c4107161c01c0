import type { AlarmEvidence } from '@beatwatch/contracts';
import type { WaveformResponse } from '../server/responses.ts';
import { heartBeats } from './heart-beats.ts';

export interface RunLength {
  readonly beats: number;
  /** From its first R peak to its last. */
  readonly seconds: number;
}

/** Leads show one beat at slightly different times. */
const sameBeatUs = 75_000;

/**
 * How long a run of ventricular beats was in the end: an alarm is raised by its first ones, and the evidence holds no more.
 * @returns undefined where no beat of the evidence is stored as ventricular
 */
export function runLength(
  scores: WaveformResponse['scores'],
  { beatTimesUs }: Pick<AlarmEvidence, 'beatTimesUs'>,
): RunLength | undefined {
  const beats = heartBeats(scores);
  const at = beats.findIndex(
    ({ beatTimeUs, ventricular }) =>
      ventricular && beatTimesUs.some((timeUs) => Math.abs(timeUs - beatTimeUs) <= sameBeatUs),
  );
  if (at < 0) return undefined;
  const first = beats.slice(0, at).findLastIndex(({ ventricular }) => !ventricular) + 1;
  const after = beats.findIndex(({ ventricular }, index) => index > at && !ventricular);
  const run = beats.slice(first, after < 0 ? beats.length : after);
  const seconds = ((run.at(-1)?.beatTimeUs ?? 0) - (run[0]?.beatTimeUs ?? 0)) / 1e6;
  return { beats: run.length, seconds };
}
