import { isTechnical } from '@beatwatch/contracts';
import type { LabelledAlarm } from '@beatwatch/timescale';
import { lastLabels, speaksOfBeats } from '../labels/alarm-claims.ts';

/** Leads show one beat at slightly different times. */
const sameBeatUs = 75_000;

/** The beats of alarms of one patient. */
export class AlarmBeats {
  readonly #spans: readonly { readonly fromUs: number; readonly toUs: number }[];
  readonly #peaks: readonly { readonly timeUs: number; readonly alarm: LabelledAlarm }[];

  /** @param endUs when an alarm that lasts is cut off, epoch time */
  constructor(alarms: readonly LabelledAlarm[], endUs: number) {
    const clinical = alarms.filter(({ kind }) => !isTechnical(kind));
    this.#spans = clinical
      .filter((alarm) => lastLabels(alarm).some(({ label }) => label === 'true'))
      .map(({ evidence, endedUs = endUs }) => ({
        fromUs: evidence.beatTimesUs[0] ?? evidence.fromUs,
        toUs: Math.max(evidence.toUs, endedUs),
      }));
    this.#peaks = clinical
      .flatMap((alarm) => alarm.evidence.beatTimesUs.map((timeUs) => ({ timeUs, alarm })))
      .sort((a, b) => a.timeUs - b.timeUs);
  }

  /** Whether someone said that an alarm was right while this beat came. */
  isWithinTrueAlarm(timeUs: number): boolean {
    return this.#spans.some(({ fromUs, toUs }) => timeUs >= fromUs && timeUs <= toUs);
  }

  /** The alarms that the beat was evidence of, whatever its lead: all leads decide together. */
  raisedBy(timeUs: number): readonly LabelledAlarm[] {
    const found: LabelledAlarm[] = [];
    for (let at = this.#firstFrom(timeUs - sameBeatUs); at < this.#peaks.length; at += 1) {
      const peak = this.#peaks[at];
      if (peak === undefined || peak.timeUs > timeUs + sameBeatUs) break;
      found.push(peak.alarm);
    }
    return found;
  }

  #firstFrom(timeUs: number): number {
    let [low, high] = [0, this.#peaks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#peaks[middle]?.timeUs ?? Number.POSITIVE_INFINITY) < timeUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Alarms with labels that say something of the beats, and who said what. */
export const labelledAlarms = (alarms: readonly LabelledAlarm[]): readonly LabelledAlarm[] =>
  alarms.filter((alarm) => speaksOfBeats(alarm) && alarm.labels.length > 0);
