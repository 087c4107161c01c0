import { join } from 'node:path';
import { beatFeatureNames, type BeatFeatureName } from '@beatwatch/adaptation';
import { beatClasses } from '@beatwatch/contracts';
import { examplesFingerprint } from '@beatwatch/model-core';
import { createBeatsModel, saveBeatsModel } from '@beatwatch/signal-models';
import { dataSetParts, patientParts, type HeldOutPart } from '../../training-data/beat-records.ts';
import { RecordsByDataSet } from '../../training-data/records-by-data-set.ts';
import { fitClasses, type FitClassesSettings } from './fit-classes.ts';
import { figuresByGroup, metricsOf, spreadOf, type FiguresByGroup, type Spread } from './group-figures.ts';
import { judgedRecords, type JudgedRecord } from './judged-beats.ts';
import type { LabelledBeats } from './labelled-beats.ts';
import { readTrainingBeats, type TrainingBeats } from './training-beats.ts';

export interface TrainBeatsSettings extends FitClassesSettings {
  /** Trainings, each with the next seed. The models of the first are kept. */
  readonly seeds: number;
}

export const trainBeatsDefaults: TrainBeatsSettings = {
  rounds: 70,
  depth: 4,
  learningRate: 0.12,
  seed: 42,
  seeds: 1,
};

export type TrainBeatsProgress =
  | { readonly phase: 'reading'; readonly record: number; readonly records: number }
  | { readonly phase: 'fitting'; readonly run: number; readonly runs: number };

export interface TrainBeatsOptions extends TrainBeatsSettings {
  /** Folder of the data sets. */
  readonly dataFolder: string;
  /** Folder of the autoencoders that `trainWearable` wrote; the trees go beside them, to `beats`. */
  readonly modelDirectory: string;
  /** Whether to fit without the autoencoder's features as well. Default: false. */
  readonly compare?: boolean;
  readonly onProgress?: (progress: TrainBeatsProgress) => void;
}

/** Figures of one seed. */
export interface SeedFigures {
  readonly seed: number;
  /** Each patient judged by trees fitted without them. */
  readonly byPatients: FiguresByGroup;
  /** The data set judged by trees and an autoencoder that have seen nothing of it. */
  readonly byDataSets: FiguresByGroup;
  /** The same without the autoencoder's features; empty unless compared. */
  readonly withoutAutoencoder: FiguresByGroup;
}

export interface TrainBeatsReport extends Omit<SeedFigures, 'seed'> {
  readonly modelDirectory: string;
  readonly version: string;
  readonly beats: number;
  /** Of each seed; the first is that of the models and of the figures above. */
  readonly seeds: readonly SeedFigures[];
  /** Mean and standard deviation over seeds; absent of one. */
  readonly spread?: Record<'byPatients' | 'byDataSets' | 'withoutAutoencoder', Spread>;
}

/** Features that come from the autoencoder. */
const autoencoderFeatures: readonly BeatFeatureName[] = [
  'loss',
  'errorBeyondOwn',
  'errorToUsual',
  'errorBefore',
  'errorQrs',
  'errorAfter',
];

/**
 * Fits the trees that tell classes of beats, and once for each part that is held out. The features of a patient's beats
 * come from the autoencoder that was trained without the patient's part; a data set that is judged as a whole has those of
 * the autoencoder without the data set.
 * @throws StudyError, RecordingError, ModelCoreError if a record or an autoencoder cannot be used
 */
export async function trainBeats(options: TrainBeatsOptions): Promise<TrainBeatsReport> {
  const { modelDirectory, onProgress, seed, seeds: count, compare = false } = options;
  const data = await readTrainingBeats({
    ...options,
    onRecord: (record, records) => onProgress?.({ phase: 'reading', record, records }),
  });
  const runs = count * (patientParts.length + (compare ? 2 : 1) * dataSetParts.length) + 1;
  let run = 0;
  const context: Training = {
    data,
    settings: options,
    compare,
    fit: (records, settings, left) => {
      onProgress?.({ phase: 'fitting', run: (run += 1), runs });
      return fitClasses(records, settings, left);
    },
  };
  const seeds: SeedFigures[] = [];
  for (let index = 0; index < count; index += 1) {
    seeds.push(await judgedSeed(context, seed + index, index === 0 ? modelDirectory : undefined));
  }
  const first = seeds[0] ?? { byPatients: {}, byDataSets: {}, withoutAutoencoder: {} };
  const { byPatients, byDataSets, withoutAutoencoder } = first;
  const trees = context.fit(data.records, options);
  const model = createBeatsModel(trees, describe(context, data.records, { ...options, figures: byPatients }));
  await saveBeatsModel(join(modelDirectory, 'beats'), model);
  const { version, training } = model.manifest;
  const figures = { byPatients, byDataSets, withoutAutoencoder };
  return {
    modelDirectory,
    version,
    beats: training.beatCount,
    ...figures,
    seeds,
    ...(count > 1 && {
      spread: {
        byPatients: spreadOf(seeds.map((one) => one.byPatients)),
        byDataSets: spreadOf(seeds.map((one) => one.byDataSets)),
        withoutAutoencoder: spreadOf(seeds.map((one) => one.withoutAutoencoder)),
      },
    }),
  };
}

interface Training {
  readonly data: TrainingBeats;
  readonly settings: FitClassesSettings;
  readonly compare: boolean;
  readonly fit: typeof fitClasses;
}

/**
 * Fits and judges the trees of every held-out part with one seed.
 * @param modelDirectory where to keep them; undefined for figures alone
 */
async function judgedSeed(
  training: Training,
  seed: number,
  modelDirectory: string | undefined,
): Promise<SeedFigures> {
  const { data, compare, fit } = training;
  const settings = { ...training.settings, seed };
  const trainOf = (part: HeldOutPart): LabelledBeats[] =>
    data.records.filter((record) => !part.holdsOut(record));
  const judge = async (part: HeldOutPart, of: readonly LabelledBeats[]): Promise<readonly JudgedRecord[]> => {
    const train = trainOf(part);
    const trees = fit(train, settings);
    const judged = judgedRecords(of.filter(part.holdsOut), trees);
    if (modelDirectory === undefined) return judged;
    const described = describe(training, train, { seed, figures: figuresByGroup(judged) });
    await saveBeatsModel(
      join(modelDirectory, 'folds', part.name, 'beats'),
      createBeatsModel(trees, described),
    );
    return judged;
  };
  const patients: JudgedRecord[] = [];
  for (const part of patientParts) patients.push(...(await judge(part, data.records)));
  const dataSets: JudgedRecord[] = [];
  const reduced: JudgedRecord[] = [];
  for (const part of dataSetParts) {
    dataSets.push(...(await judge(part, data.unseen)));
    if (!compare) continue;
    const trees = fit(trainOf(part), settings, autoencoderFeatures);
    reduced.push(...judgedRecords(data.unseen.filter(part.holdsOut), trees, autoencoderFeatures));
  }
  return {
    seed,
    byPatients: figuresByGroup(patients),
    byDataSets: figuresByGroup(dataSets),
    withoutAutoencoder: figuresByGroup(reduced),
  };
}

type Description = Parameters<typeof createBeatsModel>[1];

function describe(
  { data, settings }: Training,
  train: readonly LabelledBeats[],
  { seed, figures }: { readonly seed: number; readonly figures: FiguresByGroup },
): Description {
  return {
    features: [...beatFeatureNames],
    classes: [...beatClasses],
    training: {
      ...trainingOf(train),
      autoencoders: [...data.autoencoders],
      learningRate: settings.learningRate,
      seed,
    },
    metrics: metricsOf(figures),
  };
}

function trainingOf(records: readonly LabelledBeats[]) {
  return {
    dataFingerprint: examplesFingerprint(
      records.flatMap(({ features, targets }) => [features, Float32Array.from(targets)]),
    ),
    records: RecordsByDataSet.of(records.map(({ dataSet, name }) => ({ dataSet, record: name }))).toObject(),
    beatCount: records.reduce((sum, { targets }) => sum + targets.length, 0),
  };
}
