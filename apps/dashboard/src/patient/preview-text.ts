import { alarmName, formatMeasurement } from '../format/alarm-format.ts';
import { formatCount, formatPercent } from '../format/numbers.ts';
import { formatMoment, formatTimeOfDay } from '../format/time.ts';
import type { PreviewedAlarm, PreviewedDifference, ThresholdPreviewResponse } from '../server/responses.ts';

/** What another threshold would have changed, as a sentence. */
export function formatPreview(preview: ThresholdPreviewResponse): string {
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
  return `It ${alarms}. Anomalous beats: ${share(anomalousBeats)} instead of ${share(anomalousBefore)}.`;
}

/** One alarm: `14:02:11 Ventricular run: 5 beats at 172 bpm`. */
export function formatDifference(difference: PreviewedDifference): string {
  switch (difference.is) {
    case 'gained':
      return formatAlarm(difference.after);
    case 'lost':
      return formatAlarm(difference.before);
    case 'moved': {
      const { before, after } = difference;
      const isRaisedThen = before.raisedUs === after.raisedUs;
      const moved = isRaisedThen ? `ends ${formatEnd(after)} instead of ${formatEnd(before)}` : '';
      return isRaisedThen
        ? `${formatMoment(after.raisedUs)} ${alarmName(after)}, ${moved}`
        : `${formatAlarm(after)}, instead of ${formatTimeOfDay(before.raisedUs)}`;
    }
  }
}

const formatEnd = ({ endedUs }: PreviewedAlarm): string =>
  endedUs === undefined ? 'later' : formatTimeOfDay(endedUs);

function formatAlarm(alarm: PreviewedAlarm): string {
  const measurement = alarm.evidence && formatMeasurement(alarm.kind, alarm.evidence);
  return `${formatMoment(alarm.raisedUs)} ${alarmName(alarm)}${measurement === undefined ? '' : `: ${measurement}`}`;
}
