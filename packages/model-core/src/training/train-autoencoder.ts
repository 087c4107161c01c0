import { initialParametersOf } from '../autoencoders/architecture.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { createTrainingEngine } from '../engines/create-training-engine.ts';
import { initialTrainingState } from '../engines/initial-training-state.ts';
import type { TrainingEngine } from '../engines/training-engine.ts';
import type { Architecture } from '../model.ts';
import type { EpochRecord, TrainingCheckpoint } from './checkpoint.ts';
import { runEpoch } from './epoch.ts';
import type { TrainAutoencoderOptions } from './train-options.ts';
import { checkedRun, fingerprintOf, type TrainingRun } from './training-run.ts';

export interface TrainedAutoencoder<A extends Architecture = Architecture> {
  readonly architecture: A;
  /** Weights of the epoch with the lowest validation loss. */
  readonly parameters: Parameters;
  /** Number of the epoch with the lowest validation loss, from 1. */
  readonly bestEpoch: number;
  readonly history: readonly EpochRecord[];
}

/**
 * Trains an autoencoder. Validation examples never influence the weights.
 * @throws ModelCoreError: `invalid-argument`, `training-diverged`, `engine-failed`
 */
export async function trainAutoencoder<A extends Architecture>(
  options: TrainAutoencoderOptions<A>,
): Promise<TrainedAutoencoder<A>> {
  const run = checkedRun(options);
  const start = await startOf(run, options);
  const { architecture, createEngine = createTrainingEngine } = options;
  const engine = await createEngine(architecture, options.objective, start.state);
  try {
    const { bestParameters, bestEpoch, history } = await runEpochs(engine, start, run, options);
    return { architecture, parameters: bestParameters, bestEpoch, history };
  } finally {
    await engine.dispose();
  }
}

/** Start of the run: the stored checkpoint if it belongs to this run, else the weights given, else initial ones. */
async function startOf<A extends Architecture>(
  run: TrainingRun,
  { checkpoint: store, initialParameters }: TrainAutoencoderOptions<A>,
): Promise<TrainingCheckpoint> {
  const runFingerprint = store === undefined ? '' : fingerprintOf(run);
  const loaded = await store?.load();
  if (loaded?.runFingerprint === runFingerprint) return loaded;
  return {
    runFingerprint,
    history: [],
    bestEpoch: 0,
    bestParameters: new Map(),
    state: initialTrainingState(initialParameters ?? initialParametersOf(run.architecture, run.seed)),
  };
}

async function runEpochs<A extends Architecture>(
  engine: TrainingEngine,
  start: TrainingCheckpoint,
  run: TrainingRun,
  { onStep, onEpoch, checkpoint: store, nowMs }: TrainAutoencoderOptions<A>,
): Promise<TrainingCheckpoint> {
  const startedMs = nowMs?.();
  let now = start;
  for (let epoch = start.history.length + 1; epoch <= run.epochs; epoch++) {
    if (epoch - 1 - now.bestEpoch >= run.patience) break;
    const record = await runEpoch(engine, run, epoch, onStep);
    const isBest = isBetter(record, now);
    const state = isBest || store !== undefined ? await engine.state() : now.state;
    now = {
      ...now,
      history: [...now.history, record],
      state,
      ...(isBest ? { bestEpoch: epoch, bestParameters: state.parameters } : {}),
    };
    const remainingMs =
      nowMs === undefined || startedMs === undefined
        ? undefined
        : ((nowMs() - startedMs) / (epoch - start.history.length)) * (run.epochs - epoch);
    const progress = { ...record, epochs: run.epochs, isBest };
    await onEpoch?.(remainingMs === undefined ? progress : { ...progress, remainingMs }, engine);
    await store?.save(now);
  }
  return now;
}

function isBetter(record: EpochRecord, { history, bestEpoch }: TrainingCheckpoint): boolean {
  const best = history[bestEpoch - 1]?.validationLoss;
  return record.validationLoss === undefined || best === undefined || record.validationLoss < best;
}
