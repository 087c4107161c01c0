import { join } from 'node:path';
import { beatFeatureNames, type BeatFeatureName } from '@beatwatch/adaptation';
import type { BoostedTrees } from '@beatwatch/boosted-trees';
import { beatClasses, type BeatClass } from '@beatwatch/contracts';
import { createOnnxScoringEngine, examplesFingerprint, loadModel } from '@beatwatch/model-core';
import { createBeatsModel, loadSignalModels, saveBeatsModel } from '@beatwatch/signal-models';
import {
  beatRecords,
  dataSetParts,
  heldOutDataSets,
  normalRhythmDataSet,
  patientParts,
  type HeldOutPart,
} from '../../training-data/beat-records.ts';
import { RecordsByDataSet } from '../../training-data/records-by-data-set.ts';
import { classFigures, type ClassFigures, type JudgedRecord } from './class-figures.ts';
import { fitClasses, probabilitiesOf, type FitClassesSettings } from './fit-classes.ts';
import { labelledBeats, recordBeats, type LabelledBeats } from './labelled-beats.ts';

export type TrainBeatsSettings = FitClassesSettings;

export const trainBeatsDefaults: TrainBeatsSettings = { rounds: 70, depth: 4, learningRate: 0.12, seed: 42 };

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

/** Figures of classes V and S by data set, as `mitdb`, or `mitdb noise` for the records with noise. */
type FiguresByDataSet = Readonly<Record<string, Readonly<Partial<Record<BeatClass, ClassFigures>>>>>;

export interface TrainBeatsReport {
  readonly modelDirectory: string;
  readonly version: string;
  readonly beats: number;
  /** Each patient judged by trees fitted without them. */
  readonly byPatients: FiguresByDataSet;
  /** The data set judged by trees and an autoencoder that have seen nothing of it. */
  readonly byDataSets: FiguresByDataSet;
  /** The same without the autoencoder's features; empty unless compared. */
  readonly withoutAutoencoder: FiguresByDataSet;
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
  const { modelDirectory, onProgress } = options;
  const data = await readAll(options);
  const runs = patientParts.length + (options.compare === true ? 2 : 1) * dataSetParts.length + 1;
  let run = 0;
  const fit = (some: readonly LabelledBeats[], left?: readonly BeatFeatureName[]): BoostedTrees => {
    onProgress?.({ phase: 'fitting', run: (run += 1), runs });
    return fitClasses(some, options, left);
  };
  const describe = (train: readonly LabelledBeats[], figures: FiguresByDataSet): Description => ({
    features: [...beatFeatureNames],
    classes: [...beatClasses],
    training: {
      ...trainingOf(train),
      autoencoders: [...data.autoencoders],
      learningRate: options.learningRate,
      seed: options.seed,
    },
    metrics: metricsOf(figures),
  });
  const judge = async (part: HeldOutPart, of: readonly LabelledBeats[]): Promise<readonly JudgedRecord[]> => {
    const train = data.records.filter((record) => !part.holdsOut(record));
    const trees = fit(train);
    const judged = judgedRecords(of.filter(part.holdsOut), trees);
    const model = createBeatsModel(trees, describe(train, figuresOf(judged)));
    await saveBeatsModel(join(modelDirectory, 'folds', part.name, 'beats'), model);
    return judged;
  };
  const patients: JudgedRecord[] = [];
  for (const part of patientParts) patients.push(...(await judge(part, data.records)));
  const dataSets: JudgedRecord[] = [];
  const reduced: JudgedRecord[] = [];
  for (const part of dataSetParts) {
    dataSets.push(...(await judge(part, data.unseen)));
    if (options.compare !== true) continue;
    const train = data.records.filter((record) => !part.holdsOut(record));
    const trees = fit(train, autoencoderFeatures);
    reduced.push(...judgedRecords(data.unseen.filter(part.holdsOut), trees, autoencoderFeatures));
  }
  const byPatients = figuresOf(patients);
  const model = createBeatsModel(fit(data.records), describe(data.records, byPatients));
  await saveBeatsModel(join(modelDirectory, 'beats'), model);
  return {
    modelDirectory,
    version: model.manifest.version,
    beats: model.manifest.training.beatCount,
    byPatients,
    byDataSets: figuresOf(dataSets),
    withoutAutoencoder: figuresOf(reduced),
  };
}

type Description = Parameters<typeof createBeatsModel>[1];

interface TrainingData {
  /** Features from the autoencoder that was trained without the patient's part. */
  readonly records: readonly LabelledBeats[];
  /** The records of data sets that are held out, without noise, with features from the autoencoder without the data set. */
  readonly unseen: readonly LabelledBeats[];
  /** Versions. */
  readonly autoencoders: readonly string[];
}

async function readAll({ dataFolder, modelDirectory, onProgress }: TrainBeatsOptions): Promise<TrainingData> {
  const { models } = await loadSignalModels();
  const annotated = beatRecords.filter(({ dataSet }) => dataSet !== normalRhythmDataSet);
  const parts = [...patientParts, ...dataSetParts];
  const loaded = await Promise.all(
    parts.map(({ name }) => loadModel(join(modelDirectory, 'folds', name, 'wearable'))),
  );
  const engines = await Promise.all(loaded.map((model) => createOnnxScoringEngine(model)));
  const records: LabelledBeats[] = [];
  const unseen: LabelledBeats[] = [];
  for (const [index, record] of annotated.entries()) {
    onProgress?.({ phase: 'reading', record: index + 1, records: annotated.length });
    for await (const beats of recordBeats(record, { dataFolder, models, index })) {
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

function trainingOf(records: readonly LabelledBeats[]) {
  const byDataSet = new RecordsByDataSet();
  for (const { dataSet, name } of records) byDataSet.add(dataSet, name);
  return {
    dataFingerprint: examplesFingerprint(
      records.flatMap(({ features, targets }) => [features, Float32Array.from(targets)]),
    ),
    records: byDataSet.toObject(),
    beatCount: records.reduce((sum, { targets }) => sum + targets.length, 0),
  };
}

const judgedRecords = (
  records: readonly LabelledBeats[],
  trees: BoostedTrees,
  left?: readonly BeatFeatureName[],
): JudgedRecord[] =>
  records.map((record) => ({
    group: record.noisy ? `${record.dataSet} noise` : record.dataSet,
    targets: record.targets,
    seconds: record.seconds,
    probabilities: probabilitiesOf(trees, record, left),
  }));

/** Data sets that have ectopic beats enough to be judged by. */
function figuresOf(judged: readonly JudgedRecord[]): FiguresByDataSet {
  const groups = heldOutDataSets.flatMap((dataSet) => [dataSet, `${dataSet} noise`]);
  return Object.fromEntries(
    groups.flatMap((group) => {
      const records = judged.filter((record) => record.group === group);
      if (records.length === 0) return [];
      return [[group, { V: classFigures(records, 'V'), S: classFigures(records, 'S') }]];
    }),
  );
}

const metricsOf = (figures: FiguresByDataSet): Record<string, Record<string, number>> =>
  Object.fromEntries(
    Object.entries(figures).flatMap(([group, classes]) =>
      Object.entries(classes).map(([name, of]) => [
        `${group} ${name}`,
        Object.fromEntries(Object.entries({ ...of }).filter(([, value]) => Number.isFinite(value))),
      ]),
    ),
  );
