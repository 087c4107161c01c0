import { join } from 'node:path';
import {
  createOnnxScoringEngine,
  crossValidationFolds,
  saveModel,
  type EngineName,
  type EpochProgress,
  type Model,
} from '@beatwatch/model-core';
import { logit, type FeatureName, type WearableProfile } from '@beatwatch/adaptation';
import { loadSignalModels } from '@beatwatch/signal-models';
import { recordNames } from '../../live-path/ecg-recording.ts';
import { rankingFigures, type RankingFigures } from '../../ranking/beat-figures.ts';
import { comparedFeatures, fitAnomaly, fitProfile, type ComparedName } from './fit-profile.ts';
import { observeRecord, type ObservedRecord } from './observed-record.ts';
import { recordFeatures, type FeaturedBeat } from './record-features.ts';
import { trainEncoder, type TrainEncoderSettings } from './train-encoder.ts';

export interface TrainWearableSettings extends TrainEncoderSettings {
  /** Parts of the patients, each judged by a model trained without it. 2 or more. */
  readonly folds: number;
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
  | { readonly phase: 'reading'; readonly record: number; readonly records: number }
  | ({ readonly phase: 'training'; readonly run: number; readonly runs: number } & EpochProgress)
  | { readonly phase: 'measuring'; readonly run: number; readonly runs: number };

export interface TrainWearableOptions extends TrainWearableSettings {
  /** WFDB records with beat annotations, one patient each. */
  readonly folder: string;
  /** Folder for the model; the folds' models go to `folds/0`, `folds/1` … beside it. */
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
  /** Each patient judged by a model trained without them. */
  readonly crossValidated: RankingFigures;
  /** The same with other sets of features. */
  readonly compared: Readonly<Record<ComparedName, RankingFigures>>;
  readonly profile: WearableProfile;
}

/** A part of the patients, and the autoencoder trained without them. */
interface Fold {
  readonly model: Model;
  readonly train: readonly ObservedRecord[];
  readonly heldOut: readonly ObservedRecord[];
}

/**
 * Trains the wearable model on the normal beats of all records, and once for each fold without that fold's patients.
 * The weights of the features are fitted to labelled beats of patients whose autoencoder was trained without them.
 * @throws StudyError, RecordingError if a record cannot be used
 */
export async function trainWearable(options: TrainWearableOptions): Promise<TrainWearableReport> {
  const { outputDirectory, onProgress } = options;
  const records = await observeAll(options);
  const parts = crossValidationFolds(records.length, options.folds, options.seed);
  const runs = parts.length + 1;
  const train = (some: readonly ObservedRecord[], run: number): Promise<Model> => {
    const { checkpointDirectory } = options;
    return trainEncoder(some, {
      ...options,
      ...(checkpointDirectory !== undefined && {
        checkpointFile: join(checkpointDirectory, `run-${run}.safetensors`),
      }),
      onEpoch: (progress) => onProgress?.({ phase: 'training', run, runs, ...progress }),
    });
  };

  const featured = new Map<string, readonly FeaturedBeat[]>();
  const folds: Fold[] = [];
  for (const [index, part] of parts.entries()) {
    const of = (indices: readonly number[]) => indices.flatMap((at) => records[at] ?? []);
    const fold = {
      model: await train(of(part.train), index + 1),
      train: of(part.train),
      heldOut: of(part.heldOut),
    };
    onProgress?.({ phase: 'measuring', run: index + 1, runs });
    const engine = await createOnnxScoringEngine(fold.model);
    for (const record of fold.heldOut) featured.set(record.name, await recordFeatures(record, engine));
    await engine.dispose();
    folds.push(fold);
  }
  const last = await train(records, runs);

  const featuresOf = (some: readonly ObservedRecord[]) => some.map(({ name }) => featured.get(name) ?? []);
  for (const [index, fold] of folds.entries()) {
    const profile = fitProfile(featuresOf(fold.train));
    await saveModel(join(outputDirectory, '..', 'folds', String(index)), withProfile(fold.model, profile));
  }
  const judged = (names?: readonly FeatureName[]): RankingFigures =>
    judgedFigures(
      folds.map((fold) => ({ train: featuresOf(fold.train), heldOut: featuresOf(fold.heldOut) })),
      names,
    );
  const crossValidated = judged();
  const profile = fitProfile(featuresOf(records));
  const model = withProfile(last, profile, crossValidated);
  await saveModel(outputDirectory, model);
  return {
    outputDirectory,
    version: model.manifest.version,
    records: records.length,
    normalBeats: model.manifest.training?.beatCount ?? 0,
    crossValidated,
    compared: {
      withoutAutoencoder: judged(comparedFeatures.withoutAutoencoder),
      templateForAutoencoder: judged(comparedFeatures.templateForAutoencoder),
      autoencoderAlone: judged(comparedFeatures.autoencoderAlone),
    },
    profile,
  };
}

async function observeAll({ folder, onProgress }: TrainWearableOptions): Promise<ObservedRecord[]> {
  const names = await recordNames(folder);
  const { models } = await loadSignalModels();
  const records: ObservedRecord[] = [];
  for (const name of names) {
    onProgress?.({ phase: 'reading', record: records.length + 1, records: names.length });
    records.push(await observeRecord(folder, name, models));
  }
  return records;
}

/** Figures of each patient with weights fitted to others. */
function judgedFigures(
  folds: readonly Readonly<Record<'train' | 'heldOut', readonly (readonly FeaturedBeat[])[]>>[],
  names: readonly FeatureName[] | undefined,
): RankingFigures {
  const judged = folds.flatMap(({ train, heldOut }) => {
    const fusion = fitAnomaly(train, names);
    return heldOut.map((beats) =>
      beats.flatMap(({ aamiClass, seconds, features }) =>
        aamiClass === undefined
          ? []
          : [{ seconds, aamiClass, anomalous: false, scores: { live: logit(fusion, features) } }],
      ),
    );
  });
  return rankingFigures(judged, 'live');
}

const withProfile = (
  { manifest, parameters }: Model,
  profile: WearableProfile,
  figures: RankingFigures = {},
): Model => ({
  manifest: { ...manifest, adaptation: profile, metrics: { ...manifest.metrics, ...figures } },
  parameters,
});
