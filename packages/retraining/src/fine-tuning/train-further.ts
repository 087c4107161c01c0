import {
  createModel,
  createTrainingEngine,
  trainAutoencoder,
  type EpochRecord,
  type Model,
  type TrainAutoencoderOptions,
} from '@beatwatch/model-core';

type TrainFurtherSettings = Pick<TrainAutoencoderOptions, 'epochs' | 'batchSize' | 'learningRate' | 'seed'>;

export interface TrainFurtherOptions
  extends
    TrainFurtherSettings,
    Pick<TrainAutoencoderOptions, 'train' | 'nowMs' | 'checkpoint' | 'onStep' | 'onEpoch'> {
  /** Inputs of the autoencoder that training does not see; without any the last epoch counts as the best. */
  readonly validation: readonly Float32Array[];
  /** Of the data set: `sha256:` and 64 hexadecimal digits. */
  readonly dataFingerprint: string;
  /** Default `onnx`. */
  readonly engine?: 'onnx' | 'tensorflow';
}

interface TrainedFurther {
  readonly model: Model;
  /** From 1. */
  readonly bestEpoch: number;
  readonly history: readonly EpochRecord[];
}

/** Trains a model further on normal beats; what the base has learned from, threshold and adaptation, it keeps. */
export async function trainFurther(
  base: Model,
  {
    dataFingerprint,
    engine = 'onnx',
    epochs,
    batchSize,
    learningRate,
    seed,
    train,
    ...options
  }: TrainFurtherOptions,
): Promise<TrainedFurther> {
  const { manifest } = base;
  const settings = { epochs, batchSize, learningRate, seed };
  const { architecture, parameters, bestEpoch, history } = await trainAutoencoder({
    ...options,
    ...settings,
    architecture: manifest.architecture,
    objective: { reconstruction: 'absolute-error-sum' },
    initialParameters: base.parameters,
    train,
    createEngine: (...parts) => createTrainingEngine(...parts, { engine }),
  });
  const best = history[bestEpoch - 1];
  const model = createModel({
    architecture,
    parameters,
    preprocessing: manifest.preprocessing,
    training: {
      dataFingerprint,
      beatCount: train.length,
      ...settings,
      // What the base has learned from, this one has too: comparisons have to say so.
      ...(manifest.training?.records && { records: manifest.training.records }),
    },
    ...(manifest.threshold && { threshold: manifest.threshold }),
    ...(manifest.adaptation && { adaptation: manifest.adaptation }),
    metrics: {
      trainLoss: best?.trainLoss ?? Number.NaN,
      ...(best?.validationLoss !== undefined && { validationLoss: best.validationLoss }),
    },
  });
  return { model, bestEpoch, history };
}
