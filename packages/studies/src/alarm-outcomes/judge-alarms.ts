import { isTechnical } from '@beatwatch/contracts';
import { secondsOf, type EcgRecording } from '../live-path/ecg-recording.ts';
import type { LiveRun } from '../live-path/live-run.ts';
import { alarmedEvents, alarmHistory, technicalSeconds, type RaisedAlarm } from './alarm-outcome.ts';
import { alarmReference, isTrueAlarm } from '../reference/alarm-reference.ts';
import { rhythmEvents } from '../reference/rhythm-events.ts';
import type { AlarmOutcome } from './alarm-figures.ts';

/** The alarms of one recording judged by its reference annotations, with the false ones in full. */
export interface JudgedRun extends AlarmOutcome {
  readonly falseAlarms: readonly RaisedAlarm[];
  /** Within the noisy spans; equal to `technicalSeconds` if there are none. */
  readonly noisyTechnicalSeconds: number;
}

/** @param noisy spans with added noise, in seconds */
export function judgeAlarms(
  recording: EcgRecording,
  run: Pick<LiveRun, 'alarmEvents'>,
  noisy?: readonly { readonly from: number; readonly to: number }[],
): JudgedRun {
  const { name, annotations, samplingRateHz } = recording;
  const recordSeconds = secondsOf(recording);
  const reference = alarmReference(annotations, samplingRateHz, recordSeconds);
  const history = alarmHistory(run.alarmEvents, recordSeconds);
  const clinical = history.raised.filter(({ kind }) => !isTechnical(kind));
  const judged = clinical.map((alarm) => ({ alarm, isTrue: isTrueAlarm(alarm.event, reference) }));
  return {
    name,
    recordSeconds,
    alarms: judged.map(({ alarm: { kind, seconds }, isTrue }) => ({ kind, seconds, isTrue })),
    events: alarmedEvents(rhythmEvents(annotations, samplingRateHz, recordSeconds), history),
    technicalSeconds: technicalSeconds(history),
    noisyTechnicalSeconds: technicalSeconds(history, noisy),
    falseAlarms: judged.filter(({ isTrue }) => !isTrue).map(({ alarm }) => alarm),
  };
}
