import { checkedDenseAutoencoder, type DenseAutoencoderArchitecture } from './dense-autoencoder.ts';
import type { Objective, Penalty, ReconstructionLoss } from './objective.ts';

/** One member of the family, ready to train. */
export interface DenseAutoencoder {
  readonly architecture: DenseAutoencoderArchitecture;
  readonly objective: Objective;
}

export interface DenseAutoencoderOptions {
  /** Size of the code, 1 or more. */
  readonly latent?: number;
  /** Values of one example. Default 784, the pixels of an MNIST image. */
  readonly sampleCount?: number;
  /** `sigmoid` for values within 0..1, `linear` for others such as a beat's. Default `sigmoid`. */
  readonly outputActivation?: 'linear' | 'sigmoid';
  /** Units of the layers before the code; the decoder has them in reverse. The default is the member's own. */
  readonly hidden?: readonly number[];
  /** Default `mean-squared-error`. */
  readonly reconstruction?: ReconstructionLoss;
}

export interface PenalisedOptions extends DenseAutoencoderOptions {
  /** Of the penalty beside the reconstruction loss, 0 or more. The default suits the mean squared error. */
  readonly weight?: number;
}

interface Member {
  readonly latent: number;
  readonly hidden: readonly number[];
  readonly codeActivation?: DenseAutoencoderArchitecture['codeActivation'];
  readonly penalty?: Penalty;
}

/** The study's layers before the code. */
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
 * 784-512-128-latent and back, ReLU in between. The code itself is linear: of three units behind a ReLU one that is
 * off for every example would be a third of the code.
 * @param options latent: default 3, as in the study, which has 5 too
 */
export function vanillaAutoencoder(options: DenseAutoencoderOptions = {}): DenseAutoencoder {
  return member(options, { latent: 3, hidden: studyHidden });
}

/** One layer to a code much smaller than the example, and one back: 784-32-784, ReLU code. */
export function undercompleteAutoencoder(options: DenseAutoencoderOptions = {}): DenseAutoencoder {
  return member(options, { latent: 32, hidden: [], codeActivation: 'relu' });
}

/** 784-512-128 and back with a ReLU code, whose values' absolute sum is paid for: most of them become 0. Weight 1e-4. */
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
  /** Share of the examples that a unit of the code should be on for, within 0..1. Default 0.05. */
  readonly meanActivation?: number;
}

/** 784-512-128 and back with a sigmoid code, whose units are drawn towards one mean activation. Weight 1e-3. */
export function sparseKlAutoencoder(options: SparseKlOptions = {}): DenseAutoencoder {
  const { weight = 1e-3, meanActivation = 0.05 } = options;
  return member(options, {
    latent: 128,
    hidden: [512],
    codeActivation: 'sigmoid',
    penalty: { kind: 'kl-sparsity', weight, meanActivation },
  });
}

/** The vanilla one, whose code moves little where the example does: its encoder's Jacobian is paid for. Weight 1e-3. */
export function contractiveAutoencoder(options: PenalisedOptions = {}): DenseAutoencoder {
  const { weight = 1e-3 } = options;
  return member(options, { latent: 3, hidden: studyHidden, penalty: { kind: 'contractive', weight } });
}

/** 784-256-128-64-128-256-784 with ReLU in between; noise comes from the training run's `prepare`. */
export function denoisingAutoencoder(options: DenseAutoencoderOptions = {}): DenseAutoencoder {
  return member(options, { latent: 64, hidden: [256, 128], codeActivation: 'relu' });
}

/**
 * The vanilla one with a code drawn from a normal distribution that the encoder gives mean and log variance of.
 * @param options weight: default 1 / sampleCount, with which a mean squared error counts as the evidence lower bound
 * of pixels that are normal with variance 1/2
 */
export function variationalAutoencoder(options: PenalisedOptions = {}): DenseAutoencoder {
  const { weight = 1 / (options.sampleCount ?? 784) } = options;
  return member(options, { latent: 3, hidden: studyHidden, penalty: { kind: 'variational', weight } });
}
