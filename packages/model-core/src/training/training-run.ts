import type { Objective } from '../autoencoders/objective.ts';
import { ModelCoreError, requireWholeNumber } from '../errors.ts';
import { examplesFingerprint, parametersFingerprint } from '../files/fingerprint.ts';
import type { Architecture } from '../model.ts';
import { requireLength, type PrepareExample } from './example-batches.ts';
import type { LearningRateSchedule } from './learning-rate.ts';
import type { TrainAutoencoderOptions } from './train-options.ts';

/** Validated settings of a run; together with the engine they determine its result. */
export interface TrainingRun {
  readonly architecture: Architecture;
  readonly objective: Objective;
  readonly train: readonly Float32Array[];
  readonly validation: readonly Float32Array[];
  readonly prepare: PrepareExample | undefined;
  readonly prepareName: string | undefined;
  readonly epochs: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly schedule: LearningRateSchedule;
  readonly maximumGradientNorm: number;
  readonly patience: number;
  readonly seed: number;
  /** Of weights that were given to begin with. */
  readonly initialFingerprint: string | undefined;
}

const warmUpSteps = 100;

/** @throws ModelCoreError (`invalid-argument`) that names the invalid option */
export function checkedRun(options: Omit<TrainAutoencoderOptions, 'createEngine'>): TrainingRun {
  const { architecture, objective, train, validation = [], prepare, prepareName } = options;
  const { epochs, batchSize, patience = epochs, learningRate, maximumGradientNorm = 100, seed } = options;
  requireWholeNumber('train', train.length, 1);
  requireWholeNumber('epochs', epochs, 1);
  requireWholeNumber('batchSize', batchSize, 1);
  requireWholeNumber('patience', patience, 1);
  requireAboveZero('learningRate', learningRate);
  requireAboveZero('maximumGradientNorm', maximumGradientNorm);
  train.forEach((example, index) => {
    requireLength('train', index, example, architecture.sampleCount);
  });
  validation.forEach((example, index) => {
    requireLength('validation', index, example, architecture.sampleCount);
  });
  if (prepare !== undefined && prepareName === undefined && options.checkpoint !== undefined)
    throw new ModelCoreError(
      { field: 'prepareName', expected: 'a name of prepare for the checkpoint' },
      {
        code: 'invalid-argument',
      },
    );
  const stepsPerEpoch = Math.ceil(train.length / batchSize);
  const totalSteps = epochs * stepsPerEpoch;
  return {
    architecture,
    objective,
    train,
    validation,
    prepare,
    prepareName,
    epochs,
    batchSize,
    stepsPerEpoch,
    schedule: { kind: options.schedule ?? 'cosine', peak: learningRate, totalSteps, warmUpSteps },
    maximumGradientNorm,
    patience,
    seed,
    initialFingerprint: options.initialParameters && parametersFingerprint(options.initialParameters),
  };
}

function requireAboveZero(field: string, value: number): void {
  if (value > 0) return;
  throw new ModelCoreError(
    { field, found: value, expected: 'a number above 0' },
    {
      code: 'invalid-argument',
    },
  );
}

/** Data and settings as one string; identifies the run in its checkpoints. */
export function fingerprintOf({ train, validation, ...settings }: TrainingRun): string {
  return JSON.stringify([examplesFingerprint(train), examplesFingerprint(validation), settings]);
}
