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
  if (alarms === 0) return 'No alarms in this time.';
  const took = `Staff took ${taken} of ${t.station.bar.alarms(alarms)}`;
  const after =
    takenAfterS === undefined
      ? '.'
      : `: half of them within ${formatDuration(takenAfterS.median)}, nine in ten within ${formatDuration(takenAfterS.p90)}.`;
  const labels =
    labelled === 0 ? ' None was labelled.' : ` Of ${labelled} labelled, ${labelledFalse} were false.`;
  return took + after + labels;
}
