import {
  initialParameters,
  lstmAutoencoder,
  type LstmAutoencoderArchitecture,
} from '../autoencoders/lstm-autoencoder.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { createOnnxTrainingEngine, initialTrainingState } from '../engines/onnx-training.ts';
import type { TrainingEngine } from '../engines/training-engine.ts';
import { ModelCoreError, requireWholeNumber } from '../errors.ts';
import { beatsFingerprint } from '../files/fingerprint.ts';
import { epochBatches, joinBeats } from './beat-batches.ts';
import type { CheckpointStore, EpochRecord, TrainingCheckpoint } from './checkpoint.ts';
import { learningRateAt, type LearningRateSchedule } from './learning-rate.ts';

export interface LstmTrainingOptions {
  /** Normal beats of one length, one or more. */
  readonly trainBeats: readonly Float32Array[];
  /** Beats that only measure; without any, the last weights count as the best. Default none. */
  readonly validationBeats?: readonly Float32Array[];
  /** Default 128. */
  readonly embedding?: number;
  /** Default 100. */
  readonly epochs?: number;
  /** Default 8. */
  readonly batchSize?: number;
  /** Highest learning rate of Adam. Default 0.002. */
  readonly learningRate?: number;
  /** Common length that gradients are cut to. Default 100: on ECG5000 most are of 25 to 200, some of several hundred. */
  readonly maximumGradientNorm?: number;
  /** Decides first weights and order of batches; the same seed on the same machine gives the same model. */
  readonly seed: number;
  /** Epochs without a better validation loss after which the run ends. Default: never. */
  readonly patience?: number;
  /** Default 1. */
  readonly threads?: number;
  readonly onEpoch?: (progress: EpochProgress) => void;
  /** Where an interrupted run goes on from. */
  readonly checkpoint?: CheckpointStore;
  /** Milliseconds on any clock, for the time left. */
  readonly nowMs?: () => number;
}

export interface EpochProgress extends EpochRecord {
  readonly epochs: number;
  readonly isBest: boolean;
  /** Undefined without a clock. */
  readonly remainingMs?: number;
}

export interface LstmTrainingResult {
  readonly architecture: LstmAutoencoderArchitecture;
  /** Of the epoch with the lowest validation loss. */
  readonly parameters: Parameters;
  readonly bestEpoch: number;
  readonly history: readonly EpochRecord[];
}

const warmUpSteps = 100;

/**
 * Trains the LSTM autoencoder to repeat normal beats; loss: sum of absolute errors over a beat.
 * @throws ModelCoreError: `invalid-argument`, `training-diverged`, `engine-failed`
 */
export async function trainLstmAutoencoder(options: LstmTrainingOptions): Promise<LstmTrainingResult> {
  const settings = checkedSettings(options);
  const { architecture, seed } = settings;
  const runFingerprint = fingerprintOf(settings);
  const loaded = await options.checkpoint?.load();
  const resumed = loaded?.runFingerprint === runFingerprint ? loaded : undefined;
  const start: TrainingCheckpoint = resumed ?? {
    runFingerprint,
    history: [],
    bestEpoch: 0,
    bestParameters: new Map(),
    state: initialTrainingState(initialParameters(architecture, seed)),
  };
  const engine = await createOnnxTrainingEngine(architecture, start.state, { threads: settings.threads });
  try {
    const { bestParameters, bestEpoch, history } = await runEpochs(engine, start, settings, options);
    return { architecture, parameters: bestParameters, bestEpoch, history };
  } finally {
    await engine.dispose();
  }
}

type Settings = ReturnType<typeof checkedSettings>;

function checkedSettings(options: LstmTrainingOptions) {
  const { trainBeats, validationBeats = [], epochs = 100, batchSize = 8, patience = epochs } = options;
  const { embedding = 128, learningRate = 0.002, maximumGradientNorm = 100, threads = 1, seed } = options;
  requireWholeNumber('trainBeats', trainBeats.length, 1);
  requireWholeNumber('epochs', epochs, 1);
  requireWholeNumber('batchSize', batchSize, 1);
  requireWholeNumber('patience', patience, 1);
  if (!(learningRate > 0))
    throw new ModelCoreError(`learningRate: found ${learningRate}, expected a number above 0`, {
      code: 'invalid-argument',
      context: { field: 'learningRate' },
    });
  const architecture = lstmAutoencoder({ embedding, sampleCount: trainBeats[0]?.length ?? 0 });
  const schedule: LearningRateSchedule = {
    peak: learningRate,
    totalSteps: epochs * Math.ceil(trainBeats.length / batchSize),
    warmUpSteps,
  };
  return {
    architecture,
    trainBeats,
    validationBeats,
    epochs,
    batchSize,
    patience,
    maximumGradientNorm,
    schedule,
    seed,
    threads,
  };
}

/** Everything that decides the outcome, in one text. */
function fingerprintOf({ trainBeats, validationBeats, threads: _, ...numbers }: Settings): string {
  return JSON.stringify([beatsFingerprint(trainBeats), beatsFingerprint(validationBeats), numbers]);
}

async function runEpochs(
  engine: TrainingEngine,
  start: TrainingCheckpoint,
  settings: Settings,
  { onEpoch, checkpoint: store, nowMs }: LstmTrainingOptions,
): Promise<TrainingCheckpoint> {
  const startedMs = nowMs?.();
  let now = start;
  for (let epoch = start.history.length + 1; epoch <= settings.epochs; epoch++) {
    if (epoch - 1 - now.bestEpoch >= settings.patience) break;
    const record = await runEpoch(engine, settings, epoch);
    const isBest = isBetter(record, now);
    now = {
      ...now,
      history: [...now.history, record],
      ...(isBest ? { bestEpoch: epoch, bestParameters: (await engine.state()).parameters } : {}),
    };
    if (store !== undefined) await store.save({ ...now, state: await engine.state() });
    const remainingMs =
      nowMs === undefined || startedMs === undefined
        ? undefined
        : ((nowMs() - startedMs) / (epoch - start.history.length)) * (settings.epochs - epoch);
    const progress = { ...record, epochs: settings.epochs, isBest };
    onEpoch?.(remainingMs === undefined ? progress : { ...progress, remainingMs });
  }
  return now;
}

function isBetter(record: EpochRecord, { history, bestEpoch }: TrainingCheckpoint): boolean {
  const best = history[bestEpoch - 1]?.validationLoss;
  return record.validationLoss === undefined || best === undefined || record.validationLoss < best;
}

async function runEpoch(engine: TrainingEngine, settings: Settings, epoch: number): Promise<EpochRecord> {
  const { trainBeats, validationBeats, batchSize, schedule, seed, maximumGradientNorm } = settings;
  const batches = epochBatches(trainBeats, { batchSize, seed, epoch });
  let lossSum = 0;
  for (const [index, batch] of batches.entries()) {
    const learningRate = learningRateAt(schedule, (epoch - 1) * batches.length + index);
    const beats = joinBeats(batch, engine.sampleCount);
    const examples = { inputs: beats, targets: beats, size: batch.length };
    const step = { learningRate, maximumGradientNorm, seed: 0 };
    lossSum += batch.length * (await engine.step(examples, step)).total;
  }
  const trainLoss = lossSum / trainBeats.length;
  if (!Number.isFinite(trainLoss))
    throw new ModelCoreError(`epoch ${epoch}: found a loss of ${trainLoss}, expected a finite number`, {
      code: 'training-diverged',
      context: { epoch },
    });
  if (validationBeats.length === 0) return { epoch, trainLoss };
  const beats = joinBeats(validationBeats, engine.sampleCount);
  const losses = await engine.losses({ inputs: beats, targets: beats, size: validationBeats.length });
  return { epoch, trainLoss, validationLoss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length };
}
