import { join } from 'node:path';
import { createOnnxScoringEngine, loadModel } from '@beatwatch/model-core';
import { loadSignalModels } from '@beatwatch/signal-models';
import {
  beatRecords,
  dataSetParts,
  normalRhythmDataSet,
  patientParts,
  type BeatRecord,
} from '../../training-data/beat-records.ts';
import { labelledBeats, leadBeats, type LabelledBeats } from './labelled-beats.ts';

/** What trees are fitted to and judged by. */
export interface TrainingBeats {
  /** Every lead of every record, with features from the autoencoder that was trained without the patient's part. */
  readonly records: readonly LabelledBeats[];
  /** The leads of data sets that are held out, without noise, with features from the autoencoder without the data set. */
  readonly unseen: readonly LabelledBeats[];
  /** Versions. */
  readonly autoencoders: readonly string[];
}

export interface TrainingBeatsOptions {
  /** Folder of the data sets. */
  readonly dataFolder: string;
  /** Folder of the autoencoders that `trainWearable` wrote. */
  readonly modelDirectory: string;
  readonly onRecord?: (record: number, records: number) => void;
}

/**
 * Sends every lead of every record through the live path: the annotated ones, then those of normal rhythm.
 * @throws StudyError, RecordingError, ModelCoreError if a record or an autoencoder cannot be used
 */
export async function readTrainingBeats(options: TrainingBeatsOptions): Promise<TrainingBeats> {
  const { dataFolder, modelDirectory, onRecord } = options;
  const { models } = await loadSignalModels();
  const isAnnotated = ({ dataSet }: BeatRecord): boolean => dataSet !== normalRhythmDataSet;
  // Noise goes by a record's place.
  const all = [...beatRecords.filter(isAnnotated), ...beatRecords.filter((record) => !isAnnotated(record))];
  const parts = [...patientParts, ...dataSetParts];
  const loaded = await Promise.all(
    parts.map(({ name }) => loadModel(join(modelDirectory, 'folds', name, 'wearable'))),
  );
  const engines = await Promise.all(loaded.map((model) => createOnnxScoringEngine(model)));
  const records: LabelledBeats[] = [];
  const unseen: LabelledBeats[] = [];
  for (const [index, record] of all.entries()) {
    onRecord?.(index + 1, all.length);
    for await (const beats of leadBeats(record, { dataFolder, models, index })) {
      for (const [at, part] of parts.entries()) {
        const engine = engines[at];
        const isPatients = at < patientParts.length;
        if (engine === undefined || !part.holdsOut(record)) continue;
        if (!isPatients && beats.noisy) continue;
        const list = isPatients ? records : unseen;
        list.push(await labelledBeats(beats, engine));
      }
    }
  }
  await Promise.all(engines.map((engine) => engine.dispose()));
  return { records, unseen, autoencoders: loaded.map(({ manifest }) => manifest.version) };
}
