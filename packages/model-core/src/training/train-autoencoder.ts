import { initialParametersOf } from '../autoencoders/architecture.ts';
import type { Objective } from '../autoencoders/objective.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { createTrainingEngine } from '../engines/create-training-engine.ts';
import { initialTrainingState } from '../engines/initial-training-state.ts';
import type { TrainingEngine, TrainingState } from '../engines/training-engine.ts';
import type { Architecture } from '../model.ts';
import type { CheckpointStore, EpochRecord, TrainingCheckpoint } from './checkpoint.ts';
import type { PrepareExample } from './example-batches.ts';
import { runEpoch, type StepProgress } from './epoch.ts';
import { checkedRun, fingerprintOf, type TrainingRun } from './training-run.ts';

export interface TrainAutoencoderOptions<A extends Architecture = Architecture> {
  readonly architecture: A;
  readonly objective: Objective;
  /** Beats or images of the architecture's length, one or more. */
  readonly train: readonly Float32Array[];
  /** Examples that only measure; without any, the last weights count as the best. Default none. */
  readonly validation?: readonly Float32Array[];
  /**
   * Noise or augmentation, drawn anew for every example in each epoch; validation examples get the same draw in all
   * epochs. Default: an example is its own input and target.
   */
  readonly prepare?: PrepareExample;
  /** Stands for `prepare` and its settings in the checkpoint, which it has to have where both are given. */
  readonly prepareName?: string;
  readonly epochs: number;
  /** Examples of a step. */
  readonly batchSize: number;
  /** Highest learning rate of Adam, above 0. */
  readonly learningRate: number;
  /** `cosine`: 100 steps of warm-up, then half a cosine down to zero. Default `cosine`. */
  readonly schedule?: 'cosine' | 'constant';
  /** Common length that gradients are cut to. Default 100: on ECG5000 most are of 25 to 200, some of several hundred. */
  readonly maximumGradientNorm?: number;
  /** Decides first weights, order and draws; the same seed with the same engine and machine gives the same model. */
  readonly seed: number;
  /** Epochs without a better validation loss after which the run ends. Default: never. */
  readonly patience?: number;
  /** Where an interrupted run goes on from, with the result it would have had. Default: nowhere. */
  readonly checkpoint?: CheckpointStore;
  /** Default: the engine that suits the architecture best among those there are. */
  readonly createEngine?: (
    architecture: A,
    objective: Objective,
    state: TrainingState,
  ) => Promise<TrainingEngine>;
  readonly onStep?: (progress: StepProgress) => void;
  /**
   * Is waited for, and called again for an epoch whose checkpoint an interruption prevented.
   * @param engine with the weights as they are after the epoch
   */
  readonly onEpoch?: (
    progress: EpochProgress,
    engine: Pick<TrainingEngine, 'reconstruct'>,
  ) => void | Promise<void>;
  /** Milliseconds on any clock, for the time left. */
  readonly nowMs?: () => number;
}

export interface EpochProgress extends EpochRecord {
  readonly epochs: number;
  /** Whether its validation loss is the lowest so far. */
  readonly isBest: boolean;
  /** Were all epochs to follow. Undefined without a clock. */
  readonly remainingMs?: number;
}

export interface TrainedAutoencoder<A extends Architecture = Architecture> {
  readonly architecture: A;
  /** Of the epoch with the lowest validation loss. */
  readonly parameters: Parameters;
  /** From 1. */
  readonly bestEpoch: number;
  readonly history: readonly EpochRecord[];
}

/**
 * Trains any autoencoder with any engine. Validation examples never change a weight.
 * @throws ModelCoreError: `invalid-argument`, `training-diverged`, `engine-failed`
 */
export async function trainAutoencoder<A extends Architecture>(
  options: TrainAutoencoderOptions<A>,
): Promise<TrainedAutoencoder<A>> {
  const run = checkedRun(options);
  const start = await startOf(run, options.checkpoint);
  const { architecture, createEngine = createTrainingEngine } = options;
  const engine = await createEngine(architecture, options.objective, start.state);
  try {
    const { bestParameters, bestEpoch, history } = await runEpochs(engine, start, run, options);
    return { architecture, parameters: bestParameters, bestEpoch, history };
  } finally {
    await engine.dispose();
  }
}

/** What the run begins with: the store's checkpoint where it is of the very same run, else first weights. */
async function startOf(run: TrainingRun, store: CheckpointStore | undefined): Promise<TrainingCheckpoint> {
  const runFingerprint = store === undefined ? '' : fingerprintOf(run);
  const loaded = await store?.load();
  if (loaded?.runFingerprint === runFingerprint) return loaded;
  return {
    runFingerprint,
    history: [],
    bestEpoch: 0,
    bestParameters: new Map(),
    state: initialTrainingState(initialParametersOf(run.architecture, run.seed)),
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
