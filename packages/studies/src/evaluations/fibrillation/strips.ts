import type { Strip } from '@beatwatch/report';
import type { EcgRecording } from '../../live-path/ecg-recording.ts';
import { clock, kindTitle } from '../../reporting/format.ts';
import { alarmStrip } from '../../strips/alarm-strip.ts';
import { recordingStrip } from '../../strips/recording-strip.ts';
import type { RhythmEvent } from '../../reference/rhythm-events.ts';
import { isUnsupported, type JudgedAlarm } from '../../alarm-outcomes/alarm-verdicts.ts';
import type { OnsetOutcome } from './onset-outcome.ts';

/** Of one record at most. */
const mostFalseAlarms = 4;

/** The seconds around each onset without a fibrillation alarm in time. */
export function missedStrips(recording: EcgRecording, onsets: readonly OnsetOutcome[]): Strip[] {
  return onsets
    .filter(({ secondsToFibrillationAlarm }) => secondsToFibrillationAlarm === undefined)
    .map(({ onsetSeconds, endSeconds, alarmedBy }) =>
      recordingStrip(recording, {
        title:
          `Record ${recording.name} at ${clock(onsetSeconds)}: ` +
          (alarmedBy.length === 0
            ? 'no alarm within 10 s'
            : `alarmed as ${alarmedBy.map(kindTitle).join(' and ')}, not as fibrillation, within 10 s`),
        aroundSeconds: onsetSeconds + 4,
        seconds: 14,
        markers: [{ seconds: onsetSeconds, label: 'onset', kind: 'event' }],
        spans: [{ fromSeconds: onsetSeconds, toSeconds: endSeconds, label: 'VF' }],
      }),
    );
}

/** The seconds before alarms that the annotations do not support. */
export function falseAlarmStrips(
  recording: EcgRecording,
  alarms: readonly JudgedAlarm[],
  episodes: readonly RhythmEvent[],
): Strip[] {
  const spans = episodes.map(({ onsetSeconds, endSeconds }) => ({
    fromSeconds: onsetSeconds,
    toSeconds: endSeconds,
    label: 'VF',
  }));
  return alarms
    .filter(({ verdict }) => isUnsupported(verdict))
    .slice(0, mostFalseAlarms)
    .map(({ raised, verdict }) => {
      const strip = alarmStrip(recording, raised, verdict === 'refuted' ? 'false alarm' : 'alarm');
      return { ...strip, title: `${strip.title}, ${verdict}`, spans };
    });
}
