import { encodeTogether, wearableInput, type EncodedBeat } from '@beatwatch/adaptation';
import { rWindow88Microvolts, type Beat, type Observation } from '@beatwatch/contracts';
import type { ScoringEngine } from '@beatwatch/model-core';
import type { MonitorModels } from '@beatwatch/patient-monitor';
import {
  readEcgLeads,
  runLeads,
  type EcgRecording,
  type LeadChoice,
  type SignalModelChoice,
} from '@beatwatch/studies';
import { join } from 'node:path';

/** A recording as ingest sees it, with what an autoencoder makes of its beats: several trees can judge it. */
export interface RecordedPatient {
  /** Of the record. */
  readonly name: string;
  /** The first lead, with the annotations. */
  readonly recording: EcgRecording;
  /** In the order in which they became known, and when that was, seconds from the recording's start. */
  readonly observations: readonly { readonly observation: Observation; readonly knownSeconds: number }[];
  readonly codes: ReadonlyMap<Beat, EncodedBeat>;
  readonly rhythmModels: Omit<MonitorModels, 'beats'>;
}

interface ReadOptions {
  /** Folder of the data sets. */
  readonly dataFolder: string;
  readonly dataSet: string;
  readonly leads: LeadChoice;
  /** Chooses signal and rhythm models that have not learned from the record, as far as there are any. */
  readonly signalModels: SignalModelChoice;
  readonly engine: ScoringEngine;
}

/** Beats of one run of the engine. */
const batchBeats = 256;

/** @throws StudyError, RecordingError where the record cannot be used */
export async function readPatient(
  name: string,
  { dataFolder, dataSet, leads, signalModels, engine }: ReadOptions,
): Promise<RecordedPatient> {
  const recordings = await readEcgLeads(join(dataFolder, dataSet), name, leads);
  const { signalModels: models, rhythmModels } = await signalModels.for(name);
  const observations: { observation: Observation; knownSeconds: number }[] = [];
  for (const { output, knownSeconds } of runLeads(recordings, {
    models,
    preprocessing: rWindow88Microvolts,
  })) {
    for (const observation of output.observations) observations.push({ observation, knownSeconds });
  }
  const codes = await encodedBeats(observations, engine);
  return { name, recording: recordings[0], observations, codes, rhythmModels };
}

/** The same patient with what another autoencoder makes of the beats. */
export const encodedAnew = async (
  patient: RecordedPatient,
  engine: ScoringEngine,
): Promise<RecordedPatient> => ({
  ...patient,
  codes: await encodedBeats(patient.observations, engine),
});

async function encodedBeats(
  observations: RecordedPatient['observations'],
  engine: ScoringEngine,
): Promise<RecordedPatient['codes']> {
  const beats = observations.flatMap(({ observation }) =>
    observation.kind === 'beat' ? [observation.beat] : [],
  );
  const codes = new Map<Beat, EncodedBeat>();
  for (let from = 0; from < beats.length; from += batchBeats) {
    const batch = beats.slice(from, from + batchBeats);
    const encoded = await encodeTogether(engine, batch.map(wearableInput));
    encoded.forEach((code, index) => {
      const beat = batch[index];
      if (beat !== undefined) codes.set(beat, code);
    });
  }
  return codes;
}
