import { join } from 'node:path';
import {
  createModel,
  createTrainingEngine,
  fileCheckpointStore,
  replaceCheckpointFile,
  trainAutoencoder,
  type Model,
} from '@beatwatch/model-core';
import {
  readSelection,
  selectBeats,
  selectionDefaults,
  type PromotionRule,
  wardDrift,
} from '@beatwatch/retraining';
import type { Repositories, StoredSelection } from '@beatwatch/timescale';
import type { EpochLosses, RetrainData, RetrainProgress, RetrainResult } from '../jobs/retrain-job.ts';
import { baseModel } from './base-model.ts';
import { evaluate } from './evaluate.ts';
import { jobFolder } from './job-folder.ts';
import { registerModel } from './register-model.ts';
import { retrainReport } from './report.ts';
import { trainingSetOf, type TrainingSet } from './training-set.ts';
import { validateModels } from './validate-models.ts';

export interface RetrainJob {
  readonly id: string;
  readonly createdAtMs: number;
  readonly data: RetrainData;
}

export interface RetrainContext {
  readonly repositories: Repositories;
  /** Where the job's files, models and reports are. */
  readonly dataDir: string;
  /** Folder of the data sets with annotated recordings; undefined where nobody has named one. */
  readonly referenceDir: string | undefined;
  /** When a challenger is recommended, where that is not the default. */
  readonly rule: Partial<PromotionRule>;
  readonly report: (progress: RetrainProgress) => void;
  /** Called after each step of the training: the job goes on. */
  readonly onStep: () => void;
  readonly nowMs: () => number;
  /** Most memory that the process has had, bytes. */
  readonly peakMemoryBytes: () => number;
}

/** Shares of a job: first beats are selected, in the end the models are compared. */
const trainingFrom = 0.1;
const trainingTo = 0.8;

/**
 * Trains the base model further on what the ward has seen, and registers the result as the challenger. A later attempt at
 * the same job goes on from the last completed epoch and ends with the same weights, to the bit.
 * @throws TrainerError, RetrainingError, ModelCoreError, TimescaleError
 */
export async function retrain(job: RetrainJob, context: RetrainContext): Promise<RetrainResult> {
  const { repositories, dataDir, report, nowMs } = context;
  const startedMs = nowMs();
  report({ phase: 'selecting', share: 0, losses: [] });
  const { base, selection } = await originOf(job, context);
  const set = trainingSetOf(selection);
  const { model, bestEpoch, losses } = await train(job, { base, set, context });
  const champion = await baseModel('champion', repositories, dataDir);
  const comparison = await whileAlive(context, () =>
    evaluate({
      champion,
      challenger: model,
      selection,
      referenceDir: context.referenceDir,
      rule: context.rule,
      onProgress: ({ text, share }) => {
        report({
          phase: 'evaluating',
          doing: text,
          share: trainingTo + (1 - trainingTo) * share,
          losses,
        });
      },
    }),
  );
  const validation =
    set.validation.length === 0 ? undefined : await validateModels(champion, model, set.validation);
  report({ phase: 'registering', share: 1, losses });
  const baseVersion = base.manifest.version;
  const registered = await registerModel(model, repositories, { dataDir, baseVersion, jobId: job.id });
  const result = {
    version: model.manifest.version,
    ...registered,
    baseVersion,
    patients: set.patients,
    trainBeats: set.train.length,
    validationBeats: set.validation.length,
    selectionFingerprint: set.fingerprint,
    bestEpoch,
    losses,
    verdict: {
      promote: comparison.verdict.promote,
      sentence: comparison.verdict.sentence,
      reasons: [...comparison.verdict.reasons],
      missing: [...comparison.missing],
    },
    ...(validation && { validation }),
    durationMs: nowMs() - startedMs,
    peakMemoryBytes: context.peakMemoryBytes(),
  };
  const drifts = await whileAlive(context, () =>
    wardDrift(repositories, { nowUs: Math.round(job.createdAtMs * 1000) }),
  );
  const html = retrainReport({
    job,
    comparison,
    selection,
    drifts,
    result,
    libraries: model.manifest.libraries,
  });
  return { ...result, reportFile: await writeReport(dataDir, job.id, html) };
}

/** Reading reference sets has no steps to count: its turns of the event loop say that it goes on. */
async function whileAlive<Result>({ onStep }: RetrainContext, work: () => Promise<Result>): Promise<Result> {
  const timer = setInterval(onStep, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

interface Origin {
  readonly base: Model;
  readonly selection: StoredSelection;
}

/** What the first attempt began with and selected; chosen now where this is the first. */
async function originOf(job: RetrainJob, context: RetrainContext): Promise<Origin> {
  const { repositories, dataDir } = context;
  const folder = jobFolder(dataDir, job.id);
  const known = await folder.loadOrigin();
  const base = await baseModel(known?.baseVersion ?? job.data.base, repositories, dataDir);
  if (known !== undefined) return { base, selection: await readSelection(repositories, known.selection) };
  const { preprocessing, version: baseVersion } = base.manifest;
  const selection = await select(job, preprocessing, context);
  await folder.saveOrigin({ baseVersion, selection: selection.fingerprint });
  return { base, selection };
}

async function select(
  { createdAtMs, data }: RetrainJob,
  preprocessing: string,
  { repositories, report }: RetrainContext,
): Promise<StoredSelection> {
  const { sinceMs, patients, beatsPerPatient, seed } = data;
  const selection = await selectBeats(repositories, {
    settings: {
      ...selectionDefaults,
      fromUs: Math.round((createdAtMs - sinceMs) * 1000),
      toUs: Math.round(createdAtMs * 1000),
      preprocessing,
      beatsPerPatient,
      seed,
      ...(patients && { patients }),
    },
    onProgress: ({ patient, patients: of }) => {
      report({ phase: 'selecting', share: (trainingFrom * (patient - 1)) / of, losses: [] });
    },
  });
  await repositories.selections.save(selection);
  return selection;
}

interface TrainParts {
  readonly base: Model;
  readonly set: TrainingSet;
  readonly context: RetrainContext;
}

interface Trained {
  readonly model: Model;
  readonly bestEpoch: number;
  readonly losses: EpochLosses[];
}

async function train({ id, data }: RetrainJob, { base, set, context }: TrainParts): Promise<Trained> {
  const { epochs, batchSize, learningRate, seed, engine } = data;
  const { manifest } = base;
  const { train: examples, validation } = set;
  const checkpoint = fileCheckpointStore(jobFolder(context.dataDir, id).checkpointFile);
  const losses: EpochLosses[] = ((await checkpoint.load())?.history ?? []).map(lossesOf);
  const report = (remainingMs?: number): void => {
    context.report({
      phase: 'training',
      share: trainingFrom + ((trainingTo - trainingFrom) * losses.length) / epochs,
      epochs,
      trainBeats: examples.length,
      losses: [...losses],
      ...(remainingMs !== undefined && { remainingMs }),
    });
  };
  report();
  const { architecture, parameters, bestEpoch, history } = await trainAutoencoder({
    architecture: manifest.architecture,
    objective: { reconstruction: 'absolute-error-sum' },
    initialParameters: base.parameters,
    train: examples,
    validation,
    epochs,
    batchSize,
    learningRate,
    seed,
    checkpoint,
    createEngine: (...parts) => createTrainingEngine(...parts, { engine }),
    nowMs: context.nowMs,
    onStep: context.onStep,
    onEpoch: ({ remainingMs, ...record }) => {
      losses.splice(record.epoch - 1, losses.length, lossesOf(record));
      report(remainingMs);
    },
  });
  const best = history[bestEpoch - 1];
  const model = createModel({
    architecture,
    parameters,
    preprocessing: manifest.preprocessing,
    training: {
      dataFingerprint: set.fingerprint,
      beatCount: examples.length,
      epochs,
      batchSize,
      learningRate,
      seed,
      // What the base has learned from, this one has too: the comparison has to say so.
      ...(manifest.training?.records && { records: manifest.training.records }),
    },
    ...(manifest.threshold && { threshold: manifest.threshold }),
    ...(manifest.adaptation && { adaptation: manifest.adaptation }),
    metrics: {
      trainLoss: best?.trainLoss ?? Number.NaN,
      ...(best?.validationLoss !== undefined && { validationLoss: best.validationLoss }),
    },
  });
  return { model, bestEpoch, losses: history.map(lossesOf) };
}

const lossesOf = ({ epoch, trainLoss, validationLoss }: EpochLosses): EpochLosses => ({
  epoch,
  trainLoss,
  ...(validationLoss !== undefined && { validationLoss }),
});

/** Replaced as a whole. @returns its path */
async function writeReport(dataDir: string, jobId: string, html: string): Promise<string> {
  const file = join(dataDir, 'reports', `retrain-${jobId}.html`);
  await replaceCheckpointFile(file, new TextEncoder().encode(html));
  return file;
}
