import {
  createModel,
  createTrainingEngine,
  fileCheckpointStore,
  trainAutoencoder as train,
} from '@beatwatch/model-core';
import type { StoredSelection } from '@beatwatch/timescale';
import type { EpochLosses } from '../jobs/retrain-job.ts';
import { jobFolder } from './job-folder.ts';
import { trainingFrom, trainingTo, type RetrainContext, type RetrainJob } from './retrain-context.ts';
import type { TrainedPart } from './trained-part.ts';
import { trainingSetOf } from './training-set.ts';
import { validateModels } from './validate-models.ts';
import { wearableModelOf, type WearableModel } from './wearable-model.ts';

interface TrainParts {
  readonly base: WearableModel;
  readonly selection: StoredSelection;
  readonly context: RetrainContext;
}

/** Trains an autoencoder further on normal beats; a later attempt goes on from the last completed epoch. */
export async function trainAutoencoder(
  { id, data }: RetrainJob,
  { base: { encoder: base, trees }, selection, context }: TrainParts,
): Promise<TrainedPart> {
  const { epochs, batchSize, learningRate, seed, engine } = data;
  const { manifest } = base;
  const { train: examples, validation, patients, fingerprint } = trainingSetOf(selection);
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
  const { architecture, parameters, bestEpoch, history } = await train({
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
      dataFingerprint: fingerprint,
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
  return {
    what: 'autoencoder',
    model: await wearableModelOf(model, trees),
    patients,
    trainBeats: examples.length,
    validationBeats: validation.length,
    bestEpoch,
    losses: history.map(lossesOf),
    ...(validation.length > 0 && {
      validate: (champion) => validateModels(champion.encoder, model, validation),
    }),
  };
}

const lossesOf = ({ epoch, trainLoss, validationLoss }: EpochLosses): EpochLosses => ({
  epoch,
  trainLoss,
  ...(validationLoss !== undefined && { validationLoss }),
});
