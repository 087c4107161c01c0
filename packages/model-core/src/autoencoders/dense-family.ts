import { checkedDenseAutoencoder, type DenseAutoencoderArchitecture } from './dense-autoencoder.ts';
import type { Objective, Penalty, ReconstructionLoss } from './objective.ts';

/** Architecture and training objective of one member of the family. */
export interface DenseAutoencoder {
  readonly architecture: DenseAutoencoderArchitecture;
  readonly objective: Objective;
}

export interface DenseAutoencoderOptions {
  /** Size of the code, 1 or more. */
  readonly latent?: number;
  /** Number of values of one example, 1 or more. Default 784, the pixels of an MNIST image. */
  readonly sampleCount?: number;
  /** `sigmoid` for values within 0..1, `linear` for others, such as beats. Default `sigmoid`. */
  readonly outputActivation?: 'linear' | 'sigmoid';
  /** Units of the layers before the code; the decoder mirrors them. The default depends on the member. */
  readonly hidden?: readonly number[];
  /** Default `mean-squared-error`. */
  readonly reconstruction?: ReconstructionLoss;
}

export interface PenalisedOptions extends DenseAutoencoderOptions {
  /** Weight of the penalty, 0 or more. The default suits the mean squared error. */
  readonly weight?: number;
}

interface Member {
  readonly latent: number;
  readonly hidden: readonly number[];
  readonly codeActivation?: DenseAutoencoderArchitecture['codeActivation'];
  readonly penalty?: Penalty;
}

/** Units of the layers before the code in the MNIST study. */
const studyHidden = [512, 128] as const;

function member(options: DenseAutoencoderOptions, own: Member): DenseAutoencoder {
  const { sampleCount = 784, outputActivation = 'sigmoid', reconstruction = 'mean-squared-error' } = options;
  const { latent = own.latent, hidden = own.hidden } = options;
  const { codeActivation = 'linear', penalty } = own;
  return {
    architecture: checkedDenseAutoencoder({
      kind: 'dense-autoencoder',
      sampleCount,
      encoder: [...hidden, latent],
      decoder: hidden.toReversed(),
      hiddenActivation: 'relu',
      codeActivation,
      outputActivation,
      variational: penalty?.kind === 'variational',
    }),
    objective: { reconstruction, ...(penalty && { penalty }) },
  };
}

/**
 * Plain autoencoder 784-512-128-latent-128-512-784 with ReLU. The code is linear: with ReLU, a unit that is off for all
 * examples would waste a third of a code of three.
 * @param options latent: default 3; the study also uses 5
 */
export function vanillaAutoencoder(options: DenseAutoencoderOptions = {}): DenseAutoencoder {
  return member(options, { latent: 3, hidden: studyHidden });
}

/** Undercomplete autoencoder 784-32-784: one layer on either side of a ReLU code much smaller than the example. */
export function undercompleteAutoencoder(options: DenseAutoencoderOptions = {}): DenseAutoencoder {
  return member(options, { latent: 32, hidden: [], codeActivation: 'relu' });
}

/**
 * Sparse autoencoder 784-512-128-512-784: an L1 penalty drives most values of the ReLU code to 0. Default weight 1e-4.
 */
export function sparseL1Autoencoder(options: PenalisedOptions = {}): DenseAutoencoder {
  const { weight = 1e-4 } = options;
  return member(options, {
    latent: 128,
    hidden: [512],
    codeActivation: 'relu',
    penalty: { kind: 'l1-sparsity', weight },
  });
}

export interface SparseKlOptions extends PenalisedOptions {
  /** Target mean activation of each unit of the code, in (0, 1). Default 0.05. */
  readonly meanActivation?: number;
}

/**
 * Sparse autoencoder 784-512-128-512-784: a KL penalty on the mean activation of a sigmoid code. Default weight 1e-3.
 */
export function sparseKlAutoencoder(options: SparseKlOptions = {}): DenseAutoencoder {
  const { weight = 1e-3, meanActivation = 0.05 } = options;
  return member(options, {
    latent: 128,
    hidden: [512],
    codeActivation: 'sigmoid',
    penalty: { kind: 'kl-sparsity', weight, meanActivation },
  });
}

/**
 * The vanilla autoencoder with a penalty on the encoder's Jacobian, so that small changes of the example hardly change
 * the code. Default weight 1e-3.
 */
export function contractiveAutoencoder(options: PenalisedOptions = {}): DenseAutoencoder {
  const { weight = 1e-3 } = options;
  return member(options, { latent: 3, hidden: studyHidden, penalty: { kind: 'contractive', weight } });
}

/** Denoising autoencoder 784-256-128-64-128-256-784 with ReLU; the training option `prepare` adds the noise. */
export function denoisingAutoencoder(options: DenseAutoencoderOptions = {}): DenseAutoencoder {
  return member(options, { latent: 64, hidden: [256, 128], codeActivation: 'relu' });
}

/**
 * The vanilla autoencoder with a code drawn from a normal distribution whose mean and log variance the encoder outputs.
 * @param options weight: default 1 / sampleCount, which turns the mean squared error into the evidence lower bound for
 * normally distributed pixels of variance 1/2
 */
export function variationalAutoencoder(options: PenalisedOptions = {}): DenseAutoencoder {
  const { weight = 1 / (options.sampleCount ?? 784) } = options;
  return member(options, { latent: 3, hidden: studyHidden, penalty: { kind: 'variational', weight } });
}
