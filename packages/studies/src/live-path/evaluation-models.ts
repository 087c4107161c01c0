import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { rr140Zscore, rWindow88Microvolts } from '@beatwatch/contracts';
import type { LivePreprocessing, SignalModels } from '@beatwatch/ecg';
import {
  createScoringEngine,
  loadModel,
  type ModelManifest,
  type ScoringEngine,
} from '@beatwatch/model-core';
import {
  encodeTogether,
  patientModel,
  wearableModelDirectory,
  type BeatClassModel,
  type PatientModel,
} from '@beatwatch/adaptation';
import { beatClassModelOf, beatsFolderOf, loadBeatsModel } from '@beatwatch/signal-models';
import type { RhythmModels } from '@beatwatch/rhythm';
import { StudyError } from '../errors.ts';
import { dataSetParts, patientParts } from '../training-data/beat-records.ts';
import type { Unseen } from './seen-by.ts';
import { SignalModelChoice } from './signal-model-choice.ts';

/** The model that judges a record. */
export interface RecordModel {
  readonly version: string;
  readonly manifest: ModelManifest;
  readonly model: PatientModel;
  /** What judges each second of the record. */
  readonly signalModels: SignalModels;
  /** What tells rhythms from its beats. */
  readonly rhythmModels: RhythmModels;
  /** How the model expects beats to be cut. */
  readonly preprocessing: LivePreprocessing;
  /** True for a fold's model, which was trained without this record; Beatwatch's own model was trained with it. */
  readonly crossValidated: boolean;
  /** Names of the signal and rhythm models that learned from this record, since no fold's is without it. */
  readonly seenBy: readonly string[];
}

/** Chooses a model for each record that was not trained on it. */
export interface EvaluationModels {
  /**
   * A record is known by its name alone, whatever the folder is called: no two data sets share names.
   * @throws StudyError (`other-training-data`) if every model was trained on the record
   */
  for(recordName: string): Promise<RecordModel>;
}

/** Models that are open until they are disposed of. */
export interface OpenEvaluationModels {
  readonly models: EvaluationModels;
  dispose(): Promise<void>;
}

/**
 * Opens models and closes them after the evaluation.
 * @param directory a model for all records, even those it was trained on. Default: the model that comes with Beatwatch,
 * and for records it was trained on a fold's model
 * @param unseen Default: patient
 */
export async function withEvaluationModels<Result>(
  directory: string | undefined,
  evaluate: (models: EvaluationModels) => Promise<Result>,
  unseen: Unseen = 'patient',
): Promise<Result> {
  const opened = await openEvaluationModels(directory, unseen);
  try {
    return await evaluate(opened.models);
  } finally {
    await opened.dispose();
  }
}

/** Parameters as of `withEvaluationModels`. */
export async function openEvaluationModels(
  directory: string | undefined,
  unseen: Unseen = 'patient',
): Promise<OpenEvaluationModels> {
  const signalModels = await SignalModelChoice.open(unseen);
  const opener = new ModelOpener();
  const parts = unseen === 'patient' ? patientParts : [...dataSetParts, ...patientParts];
  const folds = parts.map(({ name }) => name).filter((name) => existsSync(wearableModelDirectory(name)));
  try {
    const main = await opener.open(directory ?? wearableModelDirectory());
    return {
      models: {
        async for(recordName) {
          const wasSeen = ({ manifest }: OpenModel): boolean => wasTrainedOn(manifest, recordName);
          const chosen = await signalModels.for(recordName);
          if (directory !== undefined || !wasSeen(main)) return { ...main, ...chosen, crossValidated: false };
          for (const fold of folds) {
            const model = await opener.open(wearableModelDirectory(fold));
            if (!wasSeen(model)) return { ...model, ...chosen, crossValidated: true };
          }
          throw new StudyError(
            {
              field: `record ${recordName}`,
              found: 'only models trained on it',
              expected: 'one that was not: name it with --model',
            },
            { code: 'other-training-data', context: { record: recordName } },
          );
        },
      },
      dispose: () => opener.dispose(),
    };
  } catch (error) {
    await opener.dispose();
    throw error;
  }
}

/** Names in a manifest are those of data set and record together. */
const wasTrainedOn = ({ training }: ModelManifest, recordName: string): boolean =>
  training?.records?.some((key) => basename(key) === recordName) === true;

type OpenModel = Omit<RecordModel, 'crossValidated' | 'signalModels' | 'rhythmModels' | 'seenBy'>;

/** Opens each model once. */
class ModelOpener {
  readonly #open = new Map<string, OpenModel>();
  readonly #engines: ScoringEngine[] = [];

  async open(folder: string): Promise<OpenModel> {
    const known = this.#open.get(folder);
    if (known !== undefined) return known;
    const loaded = await loadModel(folder);
    const { manifest } = loaded;
    const preprocessing = livePreprocessing(manifest, folder);
    const engine = await createScoringEngine(loaded, { engine: 'onnx' });
    this.#engines.push(engine);
    const model = patientModel(
      manifest,
      (inputs) => encodeTogether(engine, inputs),
      await beatClassModel(manifest, folder),
    );
    const opened = { version: model.modelVersion, manifest, model, preprocessing };
    this.#open.set(folder, opened);
    return opened;
  }

  async dispose(): Promise<void> {
    for (const engine of this.#engines) await engine.dispose();
  }
}

/** Of a wearable model that has trees of its own. */
async function beatClassModel(manifest: ModelManifest, folder: string): Promise<BeatClassModel | undefined> {
  if (manifest.preprocessing !== rWindow88Microvolts) return undefined;
  const found = beatsFolderOf(folder);
  return found === undefined ? undefined : beatClassModelOf(await loadBeatsModel(found));
}

function livePreprocessing({ preprocessing }: ModelManifest, folder: string): LivePreprocessing {
  if (preprocessing === rWindow88Microvolts || preprocessing === rr140Zscore) return preprocessing;
  throw new StudyError(
    {
      file: folder,
      field: 'preprocessing',
      found: preprocessing,
      expected: `${rWindow88Microvolts} or ${rr140Zscore}`,
    },
    { code: 'unsuitable-model', context: { folder } },
  );
}
