import { assignModel, compareForPatient, trainFurther } from '@beatwatch/retraining';
import type { FineTuneData, FineTuneResult } from '../jobs/fine-tune-job.ts';
import type { EpochLosses } from '../jobs/retrain-job.ts';
import { baseModel } from '../retrain/base-model.ts';
import { lossesOf } from '../retrain/epoch-losses.ts';
import { registerModel } from '../retrain/register-model.ts';
import type { RetrainContext } from '../retrain/retrain-context.ts';
import { selectForJob } from '../retrain/select-for-job.ts';
import { trainingSetOf } from '../retrain/training-set.ts';
import { validateModels } from '../retrain/validate-models.ts';
import { candidateOf, wearableModelOf } from '../retrain/wearable-model.ts';

export interface FineTuneJob {
  readonly id: string;
  readonly createdAtMs: number;
  readonly data: FineTuneData;
}

/** Shares of a job: selecting, training, comparing. */
const trainingFrom = 0.3;
const trainingTo = 0.8;

/**
 * Trains a model further on one patient's normal beats, registers it, and compares it with the champion on the patient's newest
 * labelled beats. It takes seconds: a later attempt begins anew.
 * @throws TrainerError, RetrainingError (`nothing-selected`), ModelCoreError, TimescaleError
 */
export async function fineTune(job: FineTuneJob, context: RetrainContext): Promise<FineTuneResult> {
  const { id, data } = job;
  const { repositories, dataDir, report, nowMs, rule } = context;
  const startedMs = nowMs();
  report({ phase: 'selecting', share: 0, losses: [] });
  const base = await baseModel(data.base, repositories, dataDir);
  const { epochs, batchSize, learningRate, seed } = data;
  const selection = await selectForJob(context, {
    createdAtMs: job.createdAtMs,
    sinceMs: data.sinceMs,
    settings: {
      preprocessing: base.encoder.manifest.preprocessing,
      beatsPerPatient: data.beatsPerPatient,
      seed,
      patients: [data.patient],
    },
  });
  const { train, validation, fingerprint } = trainingSetOf(selection);
  const losses: EpochLosses[] = [];
  const { model: encoder } = await trainFurther(base.encoder, {
    epochs,
    batchSize,
    learningRate,
    seed,
    train,
    validation,
    dataFingerprint: fingerprint,
    nowMs,
    onStep: context.onStep,
    onEpoch: (record) => {
      losses.push(lossesOf(record));
      const share = trainingFrom + ((trainingTo - trainingFrom) * record.epoch) / epochs;
      report({ phase: 'training', share, epochs, trainBeats: train.length, losses: [...losses] });
    },
  });
  const model = await wearableModelOf(encoder, base.trees);
  const champion = await baseModel('champion', repositories, dataDir);
  report({ phase: 'evaluating', share: trainingTo, losses });
  const { assign, sentence, reasons } = await compareForPatient({
    champion: candidateOf(champion),
    challenger: candidateOf(model),
    selection,
    rule,
  });
  const validated =
    validation.length === 0 ? undefined : await validateModels(champion.encoder, encoder, validation);
  report({ phase: 'registering', share: 1, losses });
  const { folder } = await registerModel(model, repositories, {
    dataDir,
    baseVersion: base.version,
    jobId: id,
    isChallenger: false,
  });
  const assigned = data.assign && assign;
  if (assigned) {
    await assignModel(repositories, {
      scope: 'patient',
      target: data.patient,
      version: model.version,
      actor: data.actor,
      reason: `${sentence} (job ${id})`,
    });
  }
  return {
    version: model.version,
    folder,
    baseVersion: base.version,
    trainBeats: train.length,
    validationBeats: validation.length,
    selectionFingerprint: fingerprint,
    ...(validated && {
      validation: {
        champion: validated.champion.medianLoss,
        challenger: validated.challenger.medianLoss,
      },
    }),
    verdict: { assign, sentence, reasons: [...reasons] },
    assigned,
    durationMs: nowMs() - startedMs,
    peakMemoryBytes: context.peakMemoryBytes(),
  };
}
