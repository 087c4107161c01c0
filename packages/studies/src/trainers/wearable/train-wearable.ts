import { join } from 'node:path';
import { wearableInput } from '@beatwatch/adaptation';
import {
  createOnnxScoringEngine,
  saveModel,
  type EngineName,
  type EpochProgress,
  type Model,
} from '@beatwatch/model-core';
import { loadSignalModels } from '@beatwatch/signal-models';
import { median } from '@beatwatch/statistics';
import { readEcgRecording } from '../../live-path/ecg-recording.ts';
import {
  beatRecordKey,
  beatRecords,
  dataSetParts,
  normalRhythmDataSet,
  patientParts,
  type BeatRecord,
} from '../../training-data/beat-records.ts';
import { observeRecording, type ObservedBeat } from './observed-record.ts';
import { trainEncoder, type EncoderRecord, type TrainEncoderSettings } from './train-encoder.ts';

export interface TrainWearableSettings extends TrainEncoderSettings {
  /** Normal beats of each annotated record to train on, spread evenly over it. */
  readonly beatsPerRecord: number;
  /** The same of each short recording of normal rhythm. */
  readonly beatsPerShortRecord: number;
}

export const trainWearableDefaults: TrainWearableSettings = {
  embedding: 16,
  epochs: 12,
  batchSize: 32,
  learningRate: 0.003,
  beatsPerRecord: 60,
  beatsPerShortRecord: 5,
  seed: 42,
};

export type TrainWearableProgress =
  | { readonly phase: 'reading'; readonly record: number; readonly records: number }
  | ({ readonly phase: 'training'; readonly run: number; readonly runs: number } & EpochProgress);

export interface TrainWearableOptions extends TrainWearableSettings {
  /** Folder of the data sets. */
  readonly dataFolder: string;
  /** Folder for the models: `wearable`, and `folds/NAME/wearable` of those trained without some records. */
  readonly outputDirectory: string;
  readonly engine?: EngineName;
  /** Keeps each run's state after every epoch, for a restart. Default: no state is kept. */
  readonly checkpointDirectory?: string;
  readonly onProgress?: (progress: TrainWearableProgress) => void;
  readonly nowMs?: () => number;
}

export interface TrainWearableReport {
  readonly outputDirectory: string;
  readonly version: string;
  readonly records: number;
  readonly normalBeats: number;
  /** Median reconstruction loss of normal beats, by the records that the model was trained without. */
  readonly heldOutLoss: Readonly<Record<string, number>>;
}

interface TrainingRecord extends EncoderRecord, BeatRecord {}

/**
 * Trains the autoencoder of the wearable model on the normal beats of all records, and once for each part that is held out.
 * @throws StudyError, RecordingError if a record cannot be used
 */
export async function trainWearable(options: TrainWearableOptions): Promise<TrainWearableReport> {
  const { outputDirectory, onProgress } = options;
  const records = await readRecords(options);
  const parts = [...patientParts, ...dataSetParts];
  const runs = parts.length + 1;
  const train = (some: readonly TrainingRecord[], run: number): Promise<Model> => {
    const { checkpointDirectory } = options;
    return trainEncoder(some, {
      ...options,
      ...(checkpointDirectory !== undefined && {
        checkpointFile: join(checkpointDirectory, `run-${run}.safetensors`),
      }),
      onEpoch: (progress) => onProgress?.({ phase: 'training', run, runs, ...progress }),
    });
  };
  const model = await train(records, 1);
  await saveModel(join(outputDirectory, 'wearable'), model);
  const heldOutLoss: Record<string, number> = {};
  for (const [index, { name, holdsOut }] of parts.entries()) {
    const without = await train(
      records.filter((record) => !holdsOut(record)),
      index + 2,
    );
    await saveModel(join(outputDirectory, 'folds', name, 'wearable'), without);
    heldOutLoss[name] = await medianLoss(without, records.filter(holdsOut));
  }
  return {
    outputDirectory,
    version: model.manifest.version,
    records: records.length,
    normalBeats: model.manifest.training?.beatCount ?? 0,
    heldOutLoss,
  };
}

async function readRecords(options: TrainWearableOptions): Promise<readonly TrainingRecord[]> {
  const { models } = await loadSignalModels();
  const records: TrainingRecord[] = [];
  for (const record of beatRecords) {
    options.onProgress?.({ phase: 'reading', record: records.length + 1, records: beatRecords.length });
    const recording = await readEcgRecording(join(options.dataFolder, record.dataSet), record.name);
    const most =
      record.dataSet === normalRhythmDataSet ? options.beatsPerShortRecord : options.beatsPerRecord;
    const inputs = normalInputs(observeRecording(recording, models), most);
    records.push({ ...record, key: beatRecordKey(record), inputs });
  }
  return records;
}

/** The autoencoder's inputs from a record's normal beats, spread evenly over its length. */
function normalInputs(beats: readonly ObservedBeat[], most: number): Float32Array[] {
  const normals = beats.filter(({ beatClass, learnable }) => beatClass === 'N' && learnable);
  const step = Math.max(1, normals.length / most);
  return Array.from(
    { length: Math.min(most, normals.length) },
    (_, index) => normals[Math.floor(index * step)],
  ).flatMap((observed) => (observed === undefined ? [] : [wearableInput(observed.beat)]));
}

async function medianLoss(model: Model, records: readonly EncoderRecord[]): Promise<number> {
  const engine = await createOnnxScoringEngine(model);
  const losses: number[] = [];
  for (const { inputs } of records) {
    if (inputs.length === 0) continue;
    const rows = new Float32Array(inputs.length * engine.sampleCount);
    inputs.forEach((input, index) => {
      rows.set(input, index * engine.sampleCount);
    });
    losses.push(...(await engine.score(rows, inputs.length, { results: 'losses' })).losses);
  }
  await engine.dispose();
  return median(losses);
}
