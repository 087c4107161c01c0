import { fileCheckpointStore } from '@beatwatch/model-core';
import { trainFurther } from '@beatwatch/retraining';
import type { StoredSelection } from '@beatwatch/timescale';
import type { EpochLosses } from '../jobs/retrain-job.ts';
import { lossesOf } from './epoch-losses.ts';
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
  const { model, bestEpoch, history } = await trainFurther(base, {
    train: examples,
    validation,
    dataFingerprint: fingerprint,
    epochs,
    batchSize,
    learningRate,
    seed,
    engine,
    checkpoint,
    nowMs: context.nowMs,
    onStep: context.onStep,
    onEpoch: ({ remainingMs, ...record }) => {
      losses.splice(record.epoch - 1, losses.length, lossesOf(record));
      report(remainingMs);
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
