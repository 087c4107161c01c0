import { patientId, type AlarmEvent, type Beat, type SignalSecond } from '@beatwatch/contracts';
import { PatientModels } from '@beatwatch/adaptation';
import type { AlarmSettings } from '@beatwatch/alarms';
import type { LeadOutput } from '@beatwatch/ecg';
import { monitorBatch, PatientMonitor, type MonitoredBeat } from '@beatwatch/patient-monitor';
import type { EcgRecording } from './ecg-recording.ts';
import type { RecordModel } from './evaluation-models.ts';
import { PeakCollector, runLeads, secondsFromStart } from './lead-run.ts';

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

/** What the live path made of one lead. */
export interface LiveLead {
  readonly lead: string;
  /** R peaks, seconds from the recording's start. */
  readonly peaks: readonly number[];
  readonly beats: readonly LiveBeat[];
  readonly seconds: readonly SignalSecond[];
}

/** The live path's output for one recording: that of its first lead, of every lead, and the alarms of all together. */
export interface LiveRun extends LiveLead {
  readonly leads: readonly LiveLead[];
  readonly alarmEvents: readonly LiveAlarmEvent[];
}

/**
 * Sends a recording through the live path from packets to alarms: the functions of ingest and of the scorer, without
 * broker or database between them.
 * @param recording one lead, or the leads of one recording
 * @param settings limits of the alarms. Default: those of the product
 */
export async function runLivePath(
  recording: EcgRecording | readonly [EcgRecording, ...EcgRecording[]],
  {
    model,
    signalModels,
    preprocessing,
    rhythmModels,
  }: Pick<RecordModel, 'model' | 'signalModels' | 'preprocessing' | 'rhythmModels'>,
  settings?: AlarmSettings,
): Promise<LiveRun> {
  const leads: readonly [EcgRecording, ...EcgRecording[]] = isList(recording) ? recording : [recording];
  const models = new PatientModels([model]);
  const monitor = new PatientMonitor({ beats: models, ...rhythmModels }, patientId(leads[0].name), settings);
  const collected = new Map(leads.map(({ lead }) => [lead, new LeadCollector(lead)]));
  const alarmEvents: LiveAlarmEvent[] = [];
  for (const { lead, output, knownSeconds } of runLeads(leads, { models: signalModels, preprocessing })) {
    const collector = collected.get(lead);
    collector?.add(output);
    const { observations } = output;
    if (observations.length === 0) continue;
    const outcome = await monitorBatch(observations.map((observation) => ({ monitor, observation })));
    for (const { beat, judged } of outcome.beats) collector?.judged(beat, judged);
    for (const event of outcome.events) alarmEvents.push({ event, knownSeconds });
  }
  const done = [...collected.values()].map((collector) => collector.result);
  const [first = new LeadCollector('').result] = done;
  return { ...first, leads: done, alarmEvents };
}

const isList = (
  recording: EcgRecording | readonly [EcgRecording, ...EcgRecording[]],
): recording is readonly [EcgRecording, ...EcgRecording[]] => Array.isArray(recording);

class LeadCollector {
  readonly #lead: string;
  readonly #peaks = new PeakCollector();
  readonly #beats: LiveBeat[] = [];
  readonly #seconds: SignalSecond[] = [];

  constructor(lead: string) {
    this.#lead = lead;
  }

  add(output: LeadOutput): void {
    this.#peaks.add(output);
    for (const observation of output.observations) {
      if (observation.kind === 'second') this.#seconds.push(observation.second);
    }
  }

  judged(beat: Beat, judged: MonitoredBeat): void {
    this.#beats.push({ seconds: secondsFromStart(beat.timeUs), beat, judged });
  }

  get result(): LiveLead {
    return { lead: this.#lead, peaks: this.#peaks.peaks, beats: this.#beats, seconds: this.#seconds };
  }
}
