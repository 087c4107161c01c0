import { encodeTogether, patientModel, PatientModels, wearableModelDirectory } from '@beatwatch/adaptation';
import { defaultAlarmSettings } from '@beatwatch/alarms';
import { decodeObservation, encodeAlarmEvent, encodeScore, patientId } from '@beatwatch/contracts';
import { createOnnxScoringEngine, loadModel } from '@beatwatch/model-core';
import { monitorBatch, PatientMonitor } from '@beatwatch/patient-monitor';
import { beatClassModelOf, loadBeatsModel } from '@beatwatch/signal-models';
import { rhythmModels } from '../../stack/signal-models.ts';
import { cpuUs } from './processor-time.ts';

/** Processor time, microseconds. */
interface Spent {
  /** Of the autoencoder. */
  model: number;
  /** Of all else. */
  monitor: number;
}

/** Patients in this process, judged as the scorer judges them, without broker and database. */
export interface Ward {
  readonly admit: (id: string) => PatientMonitor;
  readonly judge: (
    encoded: readonly (readonly Uint8Array[])[],
    monitors: readonly PatientMonitor[],
    spent?: Spent,
  ) => Promise<{ readonly beats: number; readonly said: readonly Uint8Array[] }>;
  readonly close: () => Promise<void>;
}

/** With the models that come with Beatwatch, on one thread, so that processor time is of one core. */
export async function createWard(): Promise<Ward> {
  const model = await loadModel(wearableModelDirectory());
  const classes = beatClassModelOf(await loadBeatsModel(wearableModelDirectory(undefined, 'beats')));
  const engine = await createOnnxScoringEngine(model, { threads: 1 });
  let modelUs = 0;
  const encode = async (inputs: readonly Float32Array[]) => {
    const before = cpuUs();
    const codes = await encodeTogether(engine, inputs);
    modelUs += cpuUs() - before;
    return codes;
  };
  const beats = new PatientModels([patientModel(model.manifest, encode, classes)]);
  return {
    admit: (id) => new PatientMonitor({ beats, ...rhythmModels }, patientId(id), defaultAlarmSettings),
    async judge(encoded, monitors, spent = { model: 0, monitor: 0 }) {
      const [before, modelBefore] = [cpuUs(), modelUs];
      const batch = encoded.flatMap((ofOne, index) => {
        const monitor = monitors[index];
        return monitor === undefined
          ? []
          : ofOne.map((bytes) => ({ monitor, observation: decodeObservation(bytes) }));
      });
      const outcome = await monitorBatch(batch);
      const said = [
        ...outcome.beats.map(({ beat, judged }) =>
          encodeScore({
            ...judged,
            patientId: beat.patientId,
            beatTimeUs: beat.timeUs,
            lead: beat.lead,
            rrIntervalMs: beat.rrIntervalMs,
            scoredAtUs: beat.endTimeUs,
          }),
        ),
        ...outcome.events.map(encodeAlarmEvent),
      ];
      spent.model += modelUs - modelBefore;
      spent.monitor += cpuUs() - before - (modelUs - modelBefore);
      return { beats: outcome.beats.length, said };
    },
    close: () => engine.dispose(),
  };
}
