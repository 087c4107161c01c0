import { alarmName, formatAlarm } from '../format/alarm-format.ts';
import { formatDecimal, formatPercent } from '../format/numbers.ts';
import { formatMoment, formatTimeOfDay } from '../format/time.ts';
import type { Texts } from '../texts/texts.ts';
import type { PreviewedAlarm, PreviewedDifference, AlarmPreviewResponse } from '../server/responses.ts';

/** What another threshold, or other limits, would have changed, in a few sentences. */
export function formatPreview(t: Texts, preview: AlarmPreviewResponse, of: 'threshold' | 'limits'): string {
  const texts = t.patient.preview;
  const { stored, gained, lost, moved, beats, anomalousBefore, anomalousBeats } = preview;
  const all = t.station.bar.alarms(stored);
  const changes = [
    ...(gained > 0 ? [texts.gained(gained)] : []),
    ...(lost > 0 ? [texts.lost(lost, all)] : []),
    ...(moved > 0 ? [texts.moved(moved)] : []),
  ];
  const alarms = changes.length === 0 ? texts.none(all) : changes.join(', ');
  const share = (count: number): string => (beats === 0 ? '–' : formatPercent(t, count / beats));
  const perHour = (count: number): string =>
    formatDecimal(t, (count * 3600e6) / Math.max(1, preview.toUs - preview.fromUs), 1);
  const rate = texts.rate(perHour(stored + gained - lost), perHour(stored));
  if (of === 'limits') return `${texts.they(alarms)} ${rate}`;
  return `${texts.it(alarms)} ${rate} ${texts.anomalous(share(anomalousBeats), share(anomalousBefore))}`;
}

/** One alarm: `14:02:11 Ventricular run: 5 beats at 172 bpm`. */
export function formatDifference(t: Texts, difference: PreviewedDifference): string {
  const texts = t.patient.preview;
  switch (difference.is) {
    case 'gained':
      return formatPreviewed(t, difference.rescored);
    case 'lost':
      return formatPreviewed(t, difference.stored);
    case 'moved': {
      const { stored, rescored } = difference;
      return stored.raisedUs === rescored.raisedUs
        ? texts.ends(
            `${formatMoment(t, rescored.raisedUs)} ${alarmName(t, rescored)}`,
            formatEnd(t, rescored),
            formatEnd(t, stored),
          )
        : texts.insteadOf(formatPreviewed(t, rescored), formatTimeOfDay(stored.raisedUs));
    }
  }
}

const formatEnd = (t: Texts, { endedUs }: PreviewedAlarm): string =>
  endedUs === undefined ? t.patient.preview.later : formatTimeOfDay(endedUs);

function formatPreviewed(t: Texts, { kind, priority, evidence, raisedUs }: PreviewedAlarm): string {
  return `${formatMoment(t, raisedUs)} ${evidence === undefined ? alarmName(t, { kind, priority }) : formatAlarm(t, { kind, priority, evidence })}`;
}
