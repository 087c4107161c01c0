import { initialTrainingState, learningRateAt, loadTensorflow, type Parameters } from '@beatwatch/model-core';
import { createSeededRandom, seedFrom } from '@beatwatch/statistics';
import { DenoiserError } from '../errors.ts';
import type { DenoiserName } from '../model/denoiser-model.ts';
import { inputChannels } from '../network/network-input.ts';
import type { NetworkPass } from '../network/run-network.ts';
import { initialNetworkParameters, type ResidualNetwork } from '../network/residual-network.ts';
import { ctBatches } from './ct-batches.ts';
import { greyBatches, shrunkByTwo } from './grey-batches.ts';
import { NetworkTrainer } from './network-trainer.ts';
import { taughtBatch } from './teacher.ts';
import type { TrainingStore } from './training-checkpoint.ts';
import type { TrainingSlice } from './training-slice.ts';
import { validate, type ValidationFigures, type ValidationSlice } from './validation.ts';

/** Settings of a network and its training. */
export interface NetworkSettings {
  /** See `ResidualNetwork`, as for `blocks`. */
  readonly widths: readonly number[];
  readonly blocks: readonly number[];
  /** Updates of the weights, 1 or more. */
  readonly steps: number;
  /** Patches of a step, 1 or more. */
  readonly batchSize: number;
  /** Pixels of a patch in each direction, a multiple of 8. */
  readonly patchSide: number;
  /** Highest learning rate of Adam, above 0. */
  readonly learningRate: number;
  /** Seed of the initial weights and the batches. */
  readonly seed: number;
}

export interface TrainDenoiserOptions extends NetworkSettings {
  readonly name: DenoiserName;
  /** Slices of each patient; all patients are drawn equally often. */
  readonly patients: readonly (readonly TrainingSlice[])[];
  /** Slices of other patients, for measurement only. May be empty. */
  readonly validation: readonly ValidationSlice[];
  /** Initial weights, of the same sizes. Default: random. */
  readonly start?: Parameters;
  /** A larger network, from whose images this one learns beside the full dose. */
  readonly teacher?: NetworkPass;
  /** Identifies data and settings, for the checkpoint. */
  readonly run: string;
  readonly store?: TrainingStore;
  readonly onProgress?: (progress: DenoiserTrainingProgress) => void;
}

export interface DenoiserTrainingProgress {
  readonly step: number;
  readonly steps: number;
  /** Mean loss since the last report: the remaining squared noise, 1.15 where nothing is removed. */
  readonly loss: number;
  /** Present every {@link checkpointSteps} steps where there are validation slices and the network is for CT. */
  readonly validation?: ValidationFigures;
}

export interface TrainedDenoiser {
  readonly network: ResidualNetwork;
  /** Means of the weights over the last steps. */
  readonly parameters: Parameters;
  readonly validation?: ValidationFigures;
}

const reportSteps = 20;
const checkpointSteps = 500;
const longestWarmUpSteps = 200;

/**
 * Trains a network on TensorFlow.
 * @throws DenoiserError (`unsuitable-data`) without a patient; ModelCoreError (`engine-failed`) where
 * TensorFlow is not set up
 */
export async function trainDenoiser(options: TrainDenoiserOptions): Promise<TrainedDenoiser> {
  const { name, validation, steps, seed, run, store, teacher } = options;
  const network: ResidualNetwork = {
    kind: 'residual-network',
    inputChannels,
    widths: options.widths,
    blocks: options.blocks,
  };
  const draw = batchesOf(options);
  const loaded = await store?.load(run);
  const parameters = options.start ?? initialNetworkParameters(network, seed);
  const firstState = { ...initialTrainingState(parameters), averages: parameters };
  const trainer = new NetworkTrainer(loadTensorflow(), network, loaded ?? firstState);
  const schedule = {
    kind: 'cosine',
    peak: options.learningRate,
    totalSteps: steps,
    warmUpSteps: Math.min(longestWarmUpSteps, steps / 10),
  } as const;
  let [lossSum, lossCount] = [0, 0];
  let figures: ValidationFigures | undefined;
  try {
    while (trainer.step < steps) {
      const batch = draw(createSeededRandom(seedFrom(seed, trainer.step)));
      const target = teacher === undefined ? batch : await taughtBatch(batch, teacher);
      lossSum += trainer.update(target, learningRateAt(schedule, trainer.step));
      lossCount += 1;
      const { step } = trainer;
      const isLast = step === steps;
      const isCheckpoint = isLast || step % checkpointSteps === 0;
      if (!isCheckpoint && step % reportSteps !== 0) continue;
      if (!Number.isFinite(lossSum))
        throw new DenoiserError(
          `step ${step}: found a loss that is no number; a lower learning rate may help`,
          {
            code: 'unsuitable-data',
          },
        );
      if (isCheckpoint) await store?.save(run, trainer.state());
      if (isCheckpoint && name === 'ct' && validation.length > 0)
        figures = await validate(network, trainer.pass, validation);
      options.onProgress?.({
        step,
        steps,
        loss: lossSum / lossCount,
        ...(isCheckpoint && figures !== undefined && { validation: figures }),
      });
      [lossSum, lossCount] = [0, 0];
      // TensorFlow's calls block; yield to signals and progress.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return {
      network,
      parameters: trainer.state().averages,
      ...(figures !== undefined && { validation: figures }),
    };
  } finally {
    trainer.dispose();
  }
}

function batchesOf({ name, patients, batchSize: size, patchSide: side }: TrainDenoiserOptions) {
  if (patients.length === 0)
    throw new DenoiserError('patients to train on are missing; expected one or more', {
      code: 'unsuitable-data',
    });
  if (name === 'ct') return ctBatches({ patients, size, side });
  const pictures = patients.map((slices) => slices.map(({ clean }) => shrunkByTwo(clean)));
  return greyBatches({ patients: pictures, size, side });
}
