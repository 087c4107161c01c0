import type { TrainingEngine } from '../engines/training-engine.ts';
import { ModelCoreError } from '../errors.ts';
import { seedFrom } from '@beatwatch/statistics';
import type { EpochRecord } from './checkpoint.ts';
import { orderedBatches, shuffledBatches, type BatchOptions } from './example-batches.ts';
import { learningRateAt } from './learning-rate.ts';
import type { StepProgress } from './train-options.ts';
import type { TrainingRun } from './training-run.ts';

/** Runs one pass over the training examples, then measures the validation loss. */
export async function runEpoch(
  engine: TrainingEngine,
  run: TrainingRun,
  epoch: number,
  onStep?: (progress: StepProgress) => void,
): Promise<EpochRecord> {
  const trained = await trainEpoch(engine, run, epoch, onStep);
  return { epoch, ...trained, ...(await measureValidation(engine, run, epoch)) };
}

type TrainPart = Pick<EpochRecord, 'trainLoss' | 'trainReconstruction' | 'trainSteps'>;
type ValidationPart = Pick<EpochRecord, 'validationLoss' | 'validationSteps'>;

async function trainEpoch(
  engine: TrainingEngine,
  run: TrainingRun,
  epoch: number,
  onStep?: (progress: StepProgress) => void,
): Promise<TrainPart> {
  const { train, stepsPerEpoch: steps, maximumGradientNorm } = run;
  const trainSteps = new Float32Array(steps);
  let totalSum = 0;
  let reconstructionSum = 0;
  let step = 0;
  for (const batch of shuffledBatches(train, batchOptions(run, epoch))) {
    const stepsBefore = (epoch - 1) * steps + step;
    const { total, reconstruction } = await engine.step(batch, {
      learningRate: learningRateAt(run.schedule, stepsBefore),
      maximumGradientNorm,
      seed: seedFrom(run.seed, stepsBefore),
    });
    trainSteps[step] = total;
    step += 1;
    requireFinite(total, `epoch ${epoch}, step ${step}`, epoch);
    totalSum += batch.size * total;
    reconstructionSum += batch.size * reconstruction;
    onStep?.({ epoch, step, steps, total, reconstruction });
  }
  return {
    trainLoss: totalSum / train.length,
    trainReconstruction: reconstructionSum / train.length,
    trainSteps,
  };
}

async function measureValidation(
  engine: TrainingEngine,
  run: TrainingRun,
  epoch: number,
): Promise<ValidationPart> {
  const { validation, batchSize } = run;
  if (validation.length === 0) return {};
  const validationSteps = new Float32Array(Math.ceil(validation.length / batchSize));
  let sum = 0;
  let step = 0;
  // Epoch 0 gives validation examples the same draws in every epoch.
  for (const batch of orderedBatches(validation, batchOptions(run, 0))) {
    const losses = await engine.losses(batch);
    const batchSum = losses.reduce((total, loss) => total + loss, 0);
    validationSteps[step] = batchSum / batch.size;
    step += 1;
    sum += batchSum;
  }
  const validationLoss = sum / validation.length;
  requireFinite(validationLoss, `epoch ${epoch}, validation`, epoch);
  return { validationLoss, validationSteps };
}

const batchOptions = (
  { architecture, batchSize, seed, prepare }: TrainingRun,
  epoch: number,
): BatchOptions => ({
  sampleCount: architecture.sampleCount,
  batchSize,
  seed,
  epoch,
  prepare,
});

function requireFinite(loss: number, where: string, epoch: number): void {
  if (Number.isFinite(loss)) return;
  throw new ModelCoreError(
    { field: where, found: `a loss of ${loss}`, expected: 'a finite number' },
    {
      code: 'training-diverged',
      context: { epoch },
    },
  );
}
