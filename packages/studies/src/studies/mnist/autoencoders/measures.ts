import type { EpochRecord, Objective } from '@beatwatch/model-core';
import { createSeededRandom, mean } from '@beatwatch/statistics';
import { decibels } from '@beatwatch/denoiser';
import type { ModelOutputs } from '../model-outputs.ts';

/** Figures of an autoencoder on test digits. */
export interface AutoencoderMeasures {
  /** Mean over the images of each one's PSNR, in dB. */
  readonly psnrDb: number;
  /** Mean squared error, pixels 0 to 1. */
  readonly squaredError: number;
  /** Mean number of the code's units that are on for an image; see {@link onShare}. */
  readonly unitsOn: number;
  readonly units: number;
  /** Mean absolute value of the code's numbers. */
  readonly meanActivation: number;
  /** Root mean square of the encoder's Jacobian norm (Frobenius), estimated. */
  readonly jacobianNorm: number;
  /** The same with the code scaled to a spread of 1, so that a small code does not count as a stable one. */
  readonly relativeJacobianNorm: number;
  /** The objective's penalty without its weight, mean over the best epoch. Undefined without a penalty. */
  readonly penalty?: number;
}

/** A unit is on if its absolute value is above this share of the largest one in any test image's code. */
const onShare = 0.05;

export function measure(
  images: readonly Float32Array[],
  { reconstructions, latents }: ModelOutputs,
): Omit<AutoencoderMeasures, 'jacobianNorm' | 'relativeJacobianNorm' | 'penalty'> {
  const errors = images.map(
    (image, index) => squaredDistance(image, reconstructions[index] ?? image) / image.length,
  );
  const units = latents[0]?.length ?? 0;
  const largest = latents.reduce(
    (most, code) => code.reduce((top, value) => Math.max(top, Math.abs(value)), most),
    0,
  );
  const on = latents.map((code) => code.filter((value) => Math.abs(value) > onShare * largest).length);
  const activation = latents.map((code) => code.reduce((sum, value) => sum + Math.abs(value), 0) / units);
  return {
    psnrDb: mean(errors.map((error) => decibels(error, 1))),
    squaredError: mean(errors),
    unitsOn: mean(on),
    units,
    meanActivation: mean(activation),
  };
}

const step = 0.01;

/** Images shifted slightly in a random direction, to measure how far their codes move. */
export function nudged(images: readonly Float32Array[], seed: number): Float32Array[] {
  const random = createSeededRandom(seed);
  return images.map((image) => image.map((pixel) => pixel + step * random.normal()));
}

/**
 * How strongly codes respond to changes of images: for a direction v of independent standard normal numbers the mean of |J v|^2 is
 * the squared Frobenius norm of J (Hutchinson, 1989); J v is taken as a finite difference.
 * @param nudgedLatents codes of {@link nudged} images
 */
export function jacobianNorms(
  latents: readonly Float32Array[],
  nudgedLatents: readonly Float32Array[],
): Pick<AutoencoderMeasures, 'jacobianNorm' | 'relativeJacobianNorm'> {
  const moved = mean(nudgedLatents.map((code, index) => squaredDistance(code, latents[index] ?? code)));
  const jacobianNorm = Math.sqrt(moved) / step;
  const middle = (latents[0] ?? new Float32Array()).map((_, unit) =>
    mean(latents.map((code) => code[unit] ?? 0)),
  );
  const spread = Math.sqrt(mean(latents.map((code) => squaredDistance(code, middle))));
  return { jacobianNorm, relativeJacobianNorm: jacobianNorm / spread };
}

/** The penalty without its weight, from its part of the loss. */
export function penaltyOf({ penalty }: Objective, best: EpochRecord | undefined): number | undefined {
  if (penalty === undefined || best === undefined || penalty.weight === 0) return undefined;
  return (best.trainLoss - best.trainReconstruction) / penalty.weight;
}

const squaredDistance = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
