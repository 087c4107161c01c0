import type { AlarmCounts } from '@beatwatch/timescale';
import { formatPercent } from '../format/numbers.ts';
import { formatDuration } from '../format/time.ts';
import type { Texts } from '../texts/texts.ts';

/** A share of a count, empty where there is nothing to take it of. */
export const shareText = (t: Texts, count: number, of: number): string =>
  of === 0 ? '' : formatPercent(t, count / of);

/** The audit in a sentence or two. */
export function auditText(
  t: Texts,
  { alarms, taken, takenAfterS, labelled, labelledFalse }: AlarmCounts,
): string {
  const { audit: texts } = t.pages;
  if (alarms === 0) return texts.none;
  const took = texts.took(taken, t.station.bar.alarms(alarms));
  const after =
    takenAfterS === undefined
      ? '.'
      : texts.within(formatDuration(takenAfterS.median), formatDuration(takenAfterS.p90));
  const labels = labelled === 0 ? texts.noneLabelled : texts.labelled(labelled, labelledFalse);
  return `${took}${after} ${labels}`;
}
