import { PatientModels, type PatientModel } from '@beatwatch/adaptation';
import { patientId, type Beat, type SignalSecond } from '@beatwatch/contracts';
import { judgeBatch, PatientMonitor, type MonitoredBeat } from '@beatwatch/patient-monitor';
import { judgeAlarms, type AnnotationScope, type JudgedRun, type LiveAlarmEvent } from '@beatwatch/studies';
import type { RecordedPatient } from './recorded-patient.ts';

/** What the live path makes of a recorded patient with one model. */
export interface Replayed {
  readonly name: string;
  readonly beats: readonly { readonly beat: Beat; readonly judged: MonitoredBeat }[];
  readonly seconds: readonly SignalSecond[];
  readonly alarmEvents: readonly LiveAlarmEvent[];
  /** Alarms by the record's annotations. */
  readonly outcome: JudgedRun;
}

/** Lets a model judge a recorded patient from the beginning. The autoencoder has to be that of the patient's codes. */
export async function replay(
  { name, recording, observations, codes, rhythmModels }: RecordedPatient,
  model: PatientModel,
  scope: AnnotationScope,
): Promise<Replayed> {
  const monitor = new PatientMonitor({ beats: new PatientModels([model]), ...rhythmModels }, patientId(name));
  const beats: { beat: Beat; judged: MonitoredBeat }[] = [];
  const seconds: SignalSecond[] = [];
  const alarmEvents: LiveAlarmEvent[] = [];
  for (const { observation, knownSeconds } of observations) {
    if (observation.kind === 'second') seconds.push(observation.second);
    const outcome = await judgeBatch([{ monitor, observation }], codes);
    for (const { beat, judged } of outcome.beats) beats.push({ beat, judged });
    for (const event of outcome.events) alarmEvents.push({ event, knownSeconds });
  }
  return { name, beats, seconds, alarmEvents, outcome: judgeAlarms(recording, { alarmEvents }, { scope }) };
}
