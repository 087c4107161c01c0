import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
  type PatientModel,
} from '@beatwatch/adaptation';
import { loadRhythmModels, loadSignalModels } from '@beatwatch/signal-models';
import type { RhythmModels } from '@beatwatch/rhythm';
import { StudyError } from '../errors.ts';
import { seenBy } from './seen-by.ts';

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
  /** Kinds of the signal models that learned from this record. */
  readonly seenBy: readonly string[];
}

/** Chooses a model for each record that was not trained on it. */
export interface EvaluationModels {
  /** @throws StudyError (`other-training-data`) if every model was trained on the record */
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
 * and for records it was trained on the model of the fold without them
 */
export async function withEvaluationModels<Result>(
  directory: string | undefined,
  evaluate: (models: EvaluationModels) => Promise<Result>,
): Promise<Result> {
  const opened = await openEvaluationModels(directory);
  try {
    return await evaluate(opened.models);
  } finally {
    await opened.dispose();
  }
}

/** @param directory as of `withEvaluationModels` */
export async function openEvaluationModels(directory: string | undefined): Promise<OpenEvaluationModels> {
  const [{ models, manifests }, rhythmModels] = await Promise.all([loadSignalModels(), loadRhythmModels()]);
  const opener = new ModelOpener({ signalModels: models, rhythmModels });
  try {
    const main = await opener.open(directory ?? wearableModelDirectory());
    const folds = directory === undefined ? foldDirectories() : [];
    return {
      models: {
        async for(recordName) {
          if (directory !== undefined || !wasTrainedOn(main.manifest, recordName)) {
            return { ...main, crossValidated: false, seenBy: seenBy(manifests, recordName) };
          }
          for (const fold of folds) {
            const model = await opener.open(fold);
            if (!wasTrainedOn(model.manifest, recordName)) {
              return { ...model, crossValidated: true, seenBy: seenBy(manifests, recordName) };
            }
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

const wasTrainedOn = ({ training }: ModelManifest, recordName: string): boolean =>
  training?.records?.includes(recordName) === true;

/** Folds are numbered from 0 without gaps. */
function foldDirectories(): string[] {
  const folders: string[] = [];
  while (existsSync(join(wearableModelDirectory(folders.length), 'model.json'))) {
    folders.push(wearableModelDirectory(folders.length));
  }
  return folders;
}

type OpenModel = Omit<RecordModel, 'crossValidated' | 'seenBy'>;

/** Opens each model once. */
class ModelOpener {
  readonly #open = new Map<string, OpenModel>();
  readonly #engines: ScoringEngine[] = [];
  readonly #others: Pick<RecordModel, 'signalModels' | 'rhythmModels'>;

  constructor(others: Pick<RecordModel, 'signalModels' | 'rhythmModels'>) {
    this.#others = others;
  }

  async open(folder: string): Promise<OpenModel> {
    const known = this.#open.get(folder);
    if (known !== undefined) return known;
    const loaded = await loadModel(folder);
    const { manifest } = loaded;
    const preprocessing = livePreprocessing(manifest, folder);
    const engine = await createScoringEngine(loaded, { engine: 'onnx' });
    this.#engines.push(engine);
    const model = patientModel(manifest, (inputs) => encodeTogether(engine, inputs));
    const opened = { version: manifest.version, manifest, model, preprocessing, ...this.#others };
    this.#open.set(folder, opened);
    return opened;
  }

  async dispose(): Promise<void> {
    for (const engine of this.#engines) await engine.dispose();
  }
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
