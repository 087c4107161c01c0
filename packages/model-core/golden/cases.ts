import {
  contractiveAutoencoder,
  denoisingAutoencoder,
  sparseKlAutoencoder,
  sparseL1Autoencoder,
  undercompleteAutoencoder,
  vanillaAutoencoder,
  variationalAutoencoder,
} from '../src/autoencoders/dense-family.ts';
import { lstmAutoencoder } from '../src/autoencoders/lstm-autoencoder.ts';
import type { Architecture } from '../src/autoencoders/architecture.ts';
import type { Objective } from '../src/autoencoders/objective.ts';

export interface Case {
  readonly name: string;
  readonly architecture: Architecture;
  readonly objective: Objective;
  /** Default 100, which is larger than any gradient of these models. */
  readonly maximumGradientNorm?: number;
}

/** Sizes small enough for finite differences, and all different, so that a transposed weight shows. */
const small = { sampleCount: 6, hidden: [5, 4], latent: 3 } as const;
const lstm = lstmAutoencoder({ sampleCount: 5, embedding: 2, hidden: 3 });

export const cases: readonly Case[] = [
  { name: 'vanilla', ...vanillaAutoencoder(small) },
  {
    name: 'vanilla, linear output, sum of absolute errors, clipped gradients',
    ...vanillaAutoencoder({
      ...small,
      outputActivation: 'linear',
      reconstruction: 'absolute-error-sum',
    }),
    maximumGradientNorm: 0.5,
  },
  { name: 'undercomplete', ...undercompleteAutoencoder({ sampleCount: 6, latent: 3 }) },
  { name: 'sparse L1', ...sparseL1Autoencoder({ ...small, weight: 0.1 }) },
  { name: 'sparse KL', ...sparseKlAutoencoder({ ...small, weight: 0.1 }) },
  { name: 'contractive', ...contractiveAutoencoder({ ...small, weight: 0.1 }) },
  { name: 'denoising', ...denoisingAutoencoder(small) },
  { name: 'variational', ...variationalAutoencoder({ ...small, weight: 0.1 }) },
  { name: 'LSTM', architecture: lstm, objective: { reconstruction: 'absolute-error-sum' } },
  {
    name: 'LSTM, mean squared error, sparse L1, clipped gradients',
    architecture: lstm,
    objective: { reconstruction: 'mean-squared-error', penalty: { kind: 'l1-sparsity', weight: 0.1 } },
    maximumGradientNorm: 0.05,
  },
];
