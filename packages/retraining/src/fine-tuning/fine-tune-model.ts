import { createModel, createTrainingEngine, trainAutoencoder, type Model } from '@beatwatch/model-core';

export interface FineTuneSettings {
  /** Passes over the patient's beats. Default 3. */
  readonly epochs: number;
  /** Default 32. */
  readonly batchSize: number;
  /** Highest of Adam. Default 0.0003: a tenth of that of a first training. */
  readonly learningRate: number;
  /** Beats of the patient at most. Default 600. */
  readonly beatsPerPatient: number;
  /** Decides which beats are drawn, and their order in training. Default 42. */
  readonly seed: number;
}

export const fineTuneDefaults: FineTuneSettings = {
  epochs: 3,
  batchSize: 32,
  learningRate: 0.0003,
  beatsPerPatient: 600,
  seed: 42,
};

export interface FineTuneOptions extends Omit<FineTuneSettings, 'beatsPerPatient'> {
  /** Inputs of the autoencoder, of one patient's normal beats; one or more. */
  readonly train: readonly Float32Array[];
  /** The same of beats that training does not see; without any the last epoch counts as the best. */
  readonly validation: readonly Float32Array[];
  /** Of the data set: `sha256:` and 64 hexadecimal digits. */
  readonly dataFingerprint: string;
  readonly nowMs: () => number;
  /** Called after each step of the training. */
  readonly onStep?: () => void;
  readonly onEpoch?: (losses: EpochLosses) => void;
}

/** Mean reconstruction losses after an epoch. */
interface EpochLosses {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly validationLoss?: number;
}

/** Trains an autoencoder further on one patient's normal beats, within seconds. */
export async function fineTuneModel(
  base: Model,
  { train, validation, dataFingerprint, nowMs, onStep, onEpoch, ...settings }: FineTuneOptions,
): Promise<Model> {
  const { manifest } = base;
  const { architecture, parameters, bestEpoch, history } = await trainAutoencoder({
    ...settings,
    architecture: manifest.architecture,
    objective: { reconstruction: 'absolute-error-sum' },
    initialParameters: base.parameters,
    train,
    validation,
    createEngine: (...parts) => createTrainingEngine(...parts, { engine: 'onnx' }),
    nowMs,
    ...(onStep && { onStep }),
    ...(onEpoch && { onEpoch }),
  });
  const best = history[bestEpoch - 1];
  return createModel({
    architecture,
    parameters,
    preprocessing: manifest.preprocessing,
    training: {
      dataFingerprint,
      beatCount: train.length,
      ...settings,
      ...(manifest.training?.records && { records: manifest.training.records }),
    },
    ...(manifest.threshold && { threshold: manifest.threshold }),
    ...(manifest.adaptation && { adaptation: manifest.adaptation }),
    metrics: {
      trainLoss: best?.trainLoss ?? Number.NaN,
      ...(best?.validationLoss !== undefined && { validationLoss: best.validationLoss }),
    },
  });
}
