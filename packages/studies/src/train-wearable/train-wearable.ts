import { join } from 'node:path';
import { rWindow88Microvolts } from '@beatwatch/contracts';
import {
  beatsFingerprint,
  createModel,
  createOnnxScoringEngine,
  createTrainingEngine,
  crossValidationFolds,
  fileCheckpointStore,
  lstmAutoencoder,
  saveModel,
  trainAutoencoder,
  type EngineName,
  type EpochProgress,
  type Model,
  type Objective,
} from '@beatwatch/model-core';
import { logit, wearableInput, type Fusion, type WearableProfile } from '@beatwatch/wearable';
import { recordNames } from '../live/ecg-recording.ts';
import { rankingFigures, type RankingFigures } from '../mitdb/beat-figures.ts';
import { anomalyFeatures, autoencoderFeatures, fitAnomaly, fitVentricular } from './fit-profile.ts';
import { observeRecord, type ObservedRecord } from './observed-record.ts';
import { recordFeatures, type FeaturedBeat } from './record-features.ts';

export interface TrainWearableSettings {
  /** Size of the code; the outer layers have twice as many units. */
  readonly embedding: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Highest learning rate of Adam. */
  readonly learningRate: number;
  /** Normal beats of each patient that are learned from, evenly over the recording. */
  readonly beatsPerPatient: number;
  /** Parts that the patients are cut into: each is judged by a model that has not seen it. 2 or more. */
  readonly folds: number;
  /** Decides folds, first weights and batches. */
  readonly seed: number;
}

export const trainWearableDefaults: TrainWearableSettings = {
  embedding: 16,
  epochs: 20,
  batchSize: 32,
  learningRate: 0.003,
  beatsPerPatient: 300,
  folds: 5,
  seed: 42,
};

export type TrainWearableProgress =
  | { readonly stage: 'reading'; readonly record: number; readonly records: number }
  | ({ readonly stage: 'training'; readonly run: number; readonly runs: number } & EpochProgress)
  | { readonly stage: 'measuring'; readonly run: number; readonly runs: number };

export interface TrainWearableOptions extends TrainWearableSettings {
  /** WFDB records with beat annotations, one patient each. */
  readonly folder: string;
  /** The model goes there, those of the folds beside it into `folds/0`, `folds/1` …. */
  readonly outputDirectory: string;
  readonly engine?: EngineName;
  /** Where each run leaves its state after every epoch. Default: nowhere. */
  readonly checkpointDirectory?: string;
  readonly onProgress?: (progress: TrainWearableProgress) => void;
  readonly nowMs?: () => number;
}

export interface TrainWearableReport {
  readonly outputDirectory: string;
  readonly version: string;
  readonly records: number;
  readonly normalBeats: number;
  /** Each patient judged by a model that has not seen them. */
  readonly crossValidated: RankingFigures;
  /** The same with the autoencoder's features left out, and with them alone. */
  readonly withoutAutoencoder: RankingFigures;
  readonly autoencoderAlone: RankingFigures;
  /** With the distance of the code in place of that of the window. */
  readonly codeForWindow: RankingFigures;
  readonly anomaly: Fusion;
  readonly ventricular: Fusion;
}

const withoutAutoencoder = anomalyFeatures.filter((name) => !autoencoderFeatures.includes(name));

const objective: Objective = { reconstruction: 'absolute-error-sum' };

/** Found by cross-validation over DS1's patients: see docs/decisions/wearable-model.md. */
const thresholdRule: Pick<WearableProfile, 'ventricularFrom' | 'threshold'> = {
  ventricularFrom: 1,
  threshold: { lowest: 1.5, highest: 5, deviations: 4 },
};

/**
 * Trains the wearable model on the normal beats of all records, and once for each fold without that fold's patients.
 * The weights that join the features are found on labelled beats of patients whose autoencoder had not seen them.
 * @throws StudyError, EcgError where a record cannot be used
 */
export async function trainWearable(options: TrainWearableOptions): Promise<TrainWearableReport> {
  const { folder, folds: foldCount, seed, onProgress } = options;
  const names = await recordNames(folder);
  const records: ObservedRecord[] = [];
  for (const name of names) {
    onProgress?.({ stage: 'reading', record: records.length + 1, records: names.length });
    records.push(await observeRecord(folder, name));
  }
  const folds = crossValidationFolds(records.length, foldCount, seed);
  const runs = folds.length + 1;
  const of = (indices: readonly number[]): ObservedRecord[] =>
    indices.flatMap((index) => records[index] ?? []);

  const featured = new Map<string, readonly FeaturedBeat[]>();
  const foldModels: { model: Model; train: readonly ObservedRecord[]; heldOut: readonly ObservedRecord[] }[] =
    [];
  for (const [index, fold] of folds.entries()) {
    const [train, heldOut] = [of(fold.train), of(fold.heldOut)];
    const model = await trainOn(train, options, { run: index + 1, runs });
    onProgress?.({ stage: 'measuring', run: index + 1, runs });
    const engine = await createOnnxScoringEngine(model);
    for (const record of heldOut) featured.set(record.name, await recordFeatures(record, engine));
    await engine.dispose();
    foldModels.push({ model, train, heldOut });
  }

  const featuresOf = (some: readonly ObservedRecord[]) => some.map(({ name }) => featured.get(name) ?? []);
  const judged = (names: readonly (typeof anomalyFeatures)[number][]): RankingFigures =>
    rankingFigures(
      foldModels.flatMap(({ train, heldOut }) => {
        const fusion = fitAnomaly(featuresOf(train), names);
        return featuresOf(heldOut).map((beats) =>
          beats.flatMap(({ aamiClass, seconds, features }) =>
            aamiClass === undefined
              ? []
              : [{ seconds, aamiClass, anomalous: false, scores: { live: logit(fusion, features) } }],
          ),
        );
      }),
      'live',
    );

  const crossValidated = judged(anomalyFeatures);
  for (const [index, { model, train }] of foldModels.entries()) {
    await saveModel(
      join(options.outputDirectory, '..', 'folds', String(index)),
      withProfile(model, featuresOf(train)),
    );
  }
  const last = await trainOn(records, options, { run: runs, runs });
  const model = withProfile(last, featuresOf(records), { ...crossValidated });
  await saveModel(options.outputDirectory, model);
  const { anomaly, ventricular } = profileOf(featuresOf(records));
  return {
    outputDirectory: options.outputDirectory,
    version: model.manifest.version,
    records: records.length,
    normalBeats: model.manifest.training?.beatCount ?? 0,
    crossValidated,
    withoutAutoencoder: judged(withoutAutoencoder),
    autoencoderAlone: judged(autoencoderFeatures),
    codeForWindow: judged(anomalyFeatures.filter((name) => name !== 'window')),
    anomaly,
    ventricular,
  };
}

async function trainOn(
  records: readonly ObservedRecord[],
  options: TrainWearableOptions,
  { run, runs }: { readonly run: number; readonly runs: number },
): Promise<Model> {
  const { embedding, epochs, batchSize, learningRate, seed, engine, checkpointDirectory, nowMs, onProgress } =
    options;
  const normals = records.flatMap((record) => normalInputs(record, options.beatsPerPatient));
  const architecture = lstmAutoencoder({ embedding, sampleCount: normals[0]?.length ?? 0 });
  const { parameters, history } = await trainAutoencoder({
    architecture,
    objective,
    train: normals,
    epochs,
    batchSize,
    learningRate,
    seed,
    createEngine: (...parts) => createTrainingEngine(...parts, engine === undefined ? {} : { engine }),
    ...(nowMs && { nowMs }),
    ...(checkpointDirectory !== undefined && {
      checkpoint: fileCheckpointStore(join(checkpointDirectory, `run-${run}.safetensors`)),
    }),
    onEpoch: (progress) => onProgress?.({ stage: 'training', run, runs, ...progress }),
  });
  return createModel({
    architecture,
    parameters,
    preprocessing: rWindow88Microvolts,
    training: {
      dataFingerprint: beatsFingerprint(normals),
      beatCount: normals.length,
      epochs,
      batchSize,
      learningRate,
      seed,
      records: records.map(({ name }) => name),
    },
    metrics: { trainLoss: history.at(-1)?.trainLoss ?? Number.NaN },
  });
}

/** What the autoencoder sees of a record's normal beats, evenly over its length. */
function normalInputs({ beats }: ObservedRecord, most: number): Float32Array[] {
  const normals = beats.filter(({ aamiClass, learnable }) => aamiClass === 'N' && learnable);
  const step = Math.max(1, normals.length / most);
  return Array.from(
    { length: Math.min(most, normals.length) },
    (_, index) => normals[Math.floor(index * step)],
  ).flatMap((observed) => (observed === undefined ? [] : [wearableInput(observed.beat)]));
}

const profileOf = (beats: readonly (readonly FeaturedBeat[])[]): WearableProfile => ({
  anomaly: fitAnomaly(beats),
  anomalyWithoutAutoencoder: fitAnomaly(beats, withoutAutoencoder),
  ventricular: fitVentricular(beats),
  ...thresholdRule,
});

function withProfile(
  { manifest, parameters }: Model,
  beats: readonly (readonly FeaturedBeat[])[],
  metrics: Readonly<Record<string, number>> = {},
): Model {
  return {
    manifest: { ...manifest, adaptation: profileOf(beats), metrics: { ...manifest.metrics, ...metrics } },
    parameters,
  };
}
