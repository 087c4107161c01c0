import { arrivedUs, type AlarmEpisode, type AlarmEvent } from '@beatwatch/contracts';
import type { AlarmRow } from '@beatwatch/timescale';
import type { Texts } from '../texts/texts.ts';
import { formatTimeOfDay } from './time.ts';

/** How often an alarm has come, and when last. */
export type Times = Pick<AlarmRow, 'episodes' | 'lastStartUs'>;

/** When an episode began, by the clock of who received it. */
export const startedUs = ({ startUs, evidence }: Pick<AlarmEpisode, 'startUs' | 'evidence'>): number =>
  arrivedUs({ raisedTimeUs: startUs, evidence });

/** When an alarm came last, by the clock of who received it. */
export const cameLastUs = ({ lastStartUs, evidence }: Times & Pick<AlarmEvent, 'evidence'>): number =>
  startedUs({ startUs: lastStartUs, evidence });

/** Of an alarm that came more than once: `13 times, last 17:41:05`. */
export const formatTimes = (
  { alarms }: Texts,
  alarm: Partial<Times> & Pick<AlarmEvent, 'evidence'>,
): string | undefined => {
  const { episodes = 1, lastStartUs, evidence } = alarm;
  if (episodes === 1 || lastStartUs === undefined) return undefined;
  return alarms.episodes.times(episodes, formatTimeOfDay(cameLastUs({ episodes, lastStartUs, evidence })));
};

/** From when to when an episode lasted: `17:41:05 to 17:41:12`. */
export function formatSpan(
  { alarms }: Texts,
  episode: Pick<AlarmEpisode, 'startUs' | 'endUs' | 'evidence'>,
): string {
  const { startUs, endUs } = episode;
  const from = startedUs(episode);
  const begun = formatTimeOfDay(from);
  return endUs === undefined
    ? alarms.episodes.goesOn(begun)
    : alarms.episodes.span(begun, formatTimeOfDay(endUs + from - startUs));
}
