import type { Strip } from '@beatwatch/report';
import type { EcgRecording } from '../live-path/ecg-recording.ts';
import { secondsFromStart } from '../live-path/lead-run.ts';
import { clock, kindTitle } from '../reporting/format.ts';
import type { RaisedAlarm } from '../alarm-outcomes/alarm-outcome.ts';
import { recordingStrip } from './recording-strip.ts';

const stripSeconds = 10;

/** The ten seconds before an alarm, with the beats of its evidence. */
export function alarmStrip(
  recording: EcgRecording,
  { kind, seconds, event: { evidence } }: RaisedAlarm,
  what: 'alarm' | 'false alarm',
): Strip {
  const title = kindTitle(kind);
  return recordingStrip(recording, {
    title: `Record ${recording.name} at ${clock(seconds)}: ${what}, ${title}`,
    aroundSeconds: seconds + 1.5 - stripSeconds / 2,
    seconds: stripSeconds,
    markers: [
      ...evidence.beatTimesUs.map((timeUs) => ({
        seconds: secondsFromStart(timeUs),
        label: '',
        colour: 'purple' as const,
      })),
      { seconds, label: title, kind: 'event' },
    ],
  });
}
