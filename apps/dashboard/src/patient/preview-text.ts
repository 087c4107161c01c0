import { alarmName, formatAlarm } from '../format/alarm-format.ts';
import { formatCount, formatPercent } from '../format/numbers.ts';
import { formatMoment, formatTimeOfDay } from '../format/time.ts';
import type { PreviewedAlarm, PreviewedDifference, AlarmPreviewResponse } from '../server/responses.ts';

/** What another threshold, or other limits, would have changed, in a few sentences. */
export function formatPreview(preview: AlarmPreviewResponse, of: 'threshold' | 'limits'): string {
  const { stored, gained, lost, moved, beats, anomalousBefore, anomalousBeats } = preview;
  const changes = [
    ...(gained > 0 ? [`alarmed ${gained} ${gained === 1 ? 'time' : 'times'} more`] : []),
    ...(lost > 0 ? [`missed ${lost} of ${formatCount(stored, 'alarm')}`] : []),
    ...(moved > 0 ? [`raised or ended ${moved} at other times`] : []),
  ];
  const alarms =
    changes.length === 0
      ? `would have changed none of ${formatCount(stored, 'alarm')}`
      : `would have ${changes.join(', ')}`;
  const share = (count: number): string => (beats === 0 ? '–' : formatPercent(count / beats));
  const perHour = (count: number): string =>
    ((count * 3600e6) / Math.max(1, preview.toUs - preview.fromUs)).toFixed(1);
  const rate = `Alarms an hour: ${perHour(stored + gained - lost)} instead of ${perHour(stored)}.`;
  if (of === 'limits') return `They ${alarms}. ${rate}`;
  return `It ${alarms}. ${rate} Anomalous beats: ${share(anomalousBeats)} instead of ${share(anomalousBefore)}.`;
}

/** One alarm: `14:02:11 Ventricular run: 5 beats at 172 bpm`. */
export function formatDifference(difference: PreviewedDifference): string {
  switch (difference.is) {
    case 'gained':
      return formatPreviewed(difference.rescored);
    case 'lost':
      return formatPreviewed(difference.stored);
    case 'moved': {
      const { stored, rescored } = difference;
      return stored.raisedUs === rescored.raisedUs
        ? `${formatMoment(rescored.raisedUs)} ${alarmName(rescored)}, ends ${formatEnd(rescored)} instead of ${formatEnd(stored)}`
        : `${formatPreviewed(rescored)}, instead of ${formatTimeOfDay(stored.raisedUs)}`;
    }
  }
}

const formatEnd = ({ endedUs }: PreviewedAlarm): string =>
  endedUs === undefined ? 'later' : formatTimeOfDay(endedUs);

function formatPreviewed({ kind, priority, evidence, raisedUs }: PreviewedAlarm): string {
  return `${formatMoment(raisedUs)} ${evidence === undefined ? alarmName({ kind, priority }) : formatAlarm({ kind, priority, evidence })}`;
}
