import { patientId, type AlarmEvent, type Beat, type SignalSecond } from '@beatwatch/contracts';
import { PatientModels } from '@beatwatch/adaptation';
import { monitorBatch, PatientMonitor, type MonitoredBeat } from '@beatwatch/patient-monitor';
import type { EcgRecording } from './ecg-recording.ts';
import type { RecordModel } from './evaluation-models.ts';
import { PeakCollector, runLead, secondsFromStart } from './lead-run.ts';

/** A beat of the live path and its verdict. */
export interface LiveBeat {
  /** Of its R peak, from the recording's start. */
  readonly seconds: number;
  readonly beat: Beat;
  readonly judged: MonitoredBeat;
}

/** A change of an alarm, and when it became known. */
export interface LiveAlarmEvent {
  readonly event: AlarmEvent;
  /** The end of the packet that brought it, from the recording's start. */
  readonly knownSeconds: number;
}

/** The live path's output for one recording. */
export interface LiveRun {
  /** R peaks, seconds from the recording's start. */
  readonly peaks: readonly number[];
  readonly beats: readonly LiveBeat[];
  readonly seconds: readonly SignalSecond[];
  readonly alarmEvents: readonly LiveAlarmEvent[];
}

/**
 * Sends a recording through the live path from packets to alarms: the functions of ingest and of the scorer, without
 * broker or database between them.
 */
export async function runLivePath(
  recording: EcgRecording,
  { model, signalModels, preprocessing }: Pick<RecordModel, 'model' | 'signalModels' | 'preprocessing'>,
): Promise<LiveRun> {
  const models = new PatientModels([model]);
  const monitor = new PatientMonitor(models, patientId(recording.name));
  const peaks = new PeakCollector();
  const beats: LiveBeat[] = [];
  const seconds: SignalSecond[] = [];
  const alarmEvents: LiveAlarmEvent[] = [];
  for (const { output, knownSeconds } of runLead(recording, { models: signalModels, preprocessing })) {
    peaks.add(output);
    const { observations } = output;
    if (observations.length === 0) continue;
    for (const observation of observations) {
      if (observation.kind === 'second') seconds.push(observation.second);
    }
    const outcome = await monitorBatch(
      models,
      observations.map((observation) => ({ monitor, observation })),
    );
    for (const { beat, judged } of outcome.beats) {
      beats.push({ seconds: secondsFromStart(beat.timeUs), beat, judged });
    }
    for (const event of outcome.events) alarmEvents.push({ event, knownSeconds });
  }
  return { peaks: peaks.peaks, beats, seconds, alarmEvents };
}
