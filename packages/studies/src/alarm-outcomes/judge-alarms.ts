import { isTechnical } from '@beatwatch/contracts';
import { secondsOf, type EcgRecording } from '../live-path/ecg-recording.ts';
import type { WatchedRun } from '../live-path/live-run.ts';
import { alarmedEvents, alarmHistory, technicalSeconds, type RaisedAlarm } from './alarm-outcome.ts';
import { alarmTruth, isTrueAlarm } from '../reference/alarm-reference.ts';
import { rhythmEvents } from '../reference/rhythm-events.ts';
import type { AlarmOutcome } from './alarm-figures.ts';

/** Alarms of one recording against its annotations, and the false ones as they came. */
export interface JudgedRun extends AlarmOutcome {
  readonly falseAlarms: readonly RaisedAlarm[];
  /** Within the noisy stretches; equal to `technicalSeconds` where there are none. */
  readonly noisyTechnicalSeconds: number;
}

/** @param noisy where noise was added, seconds */
export function judgeAlarms(
  recording: EcgRecording,
  run: Pick<WatchedRun, 'alarmEvents'>,
  noisy?: readonly { readonly from: number; readonly to: number }[],
): JudgedRun {
  const { name, annotations, samplingRateHz } = recording;
  const recordSeconds = secondsOf(recording);
  const truth = alarmTruth(annotations, samplingRateHz, recordSeconds);
  const history = alarmHistory(run.alarmEvents, recordSeconds);
  const clinical = history.raised.filter(({ kind }) => !isTechnical(kind));
  const judged = clinical.map((alarm) => ({ alarm, isTrue: isTrueAlarm(alarm.event, truth) }));
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
