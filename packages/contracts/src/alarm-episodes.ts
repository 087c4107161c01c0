import { isMoreUrgent } from './alarm-urgency.ts';
import type { AlarmEvent, AlarmEvidence, AlarmPriority, AlarmState } from './messages.ts';

/** One time that an alarm's condition was met: an alarm that comes back within minutes has several. */
export interface AlarmEpisode {
  /** Number of the change that began it: what a label names it by. */
  readonly number: number;
  /** On the patient's own time axis. */
  readonly startUs: number;
  /** When it was over; absent while it lasts. Of a discharge, by the clock of whoever discharged. */
  readonly endUs?: number;
  /** The highest that it had. */
  readonly priority: AlarmPriority;
  /** Of the change that began it; the measure of its end where that was measured anew. */
  readonly evidence: AlarmEvidence;
}

const isOver = (state: AlarmState): boolean => state === 'latched' || state === 'resolved';

/**
 * The episodes of an alarm, oldest first. An acknowledgement begins and ends none, nor does what announces the alarm again
 * while its condition lasts.
 * @param history its changes in their order
 */
export function alarmEpisodes(history: readonly AlarmEvent[]): AlarmEpisode[] {
  const episodes: AlarmEpisode[] = [];
  for (const { changeNumber, state, timeUs, actor, priority, evidence } of history) {
    const last = episodes.at(-1);
    const lasts = last !== undefined && last.endUs === undefined;
    if (lasts && isOver(state)) {
      const { measure } = evidence;
      const ended =
        actor === undefined && measure !== undefined ? { ...last.evidence, measure } : last.evidence;
      episodes[episodes.length - 1] = { ...last, endUs: timeUs, evidence: ended };
    } else if (lasts && isMoreUrgent(priority, last.priority)) {
      episodes[episodes.length - 1] = { ...last, priority };
    } else if (!lasts && !isOver(state) && actor === undefined) {
      episodes.push({ number: changeNumber, startUs: timeUs, priority, evidence });
    }
  }
  return episodes;
}

/** The labels of one episode, in their order. One that names no episode was given when no change was stored: of the first. */
export const labelsOfEpisode = <Label extends { readonly episode?: number }>(
  labels: readonly Label[],
  episodes: readonly AlarmEpisode[],
  { number }: Pick<AlarmEpisode, 'number'>,
): Label[] => labels.filter(({ episode = episodes[0]?.number }) => episode === number);
