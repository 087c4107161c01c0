import { ModelCoreError } from '../errors.ts';
import type { DenseAutoencoderArchitecture } from './dense-autoencoder.ts';

/**
 * Loss between a reconstruction and its target: `absolute-error-sum` is the sum over an example's samples, as the L1
 * loss of the study; `mean-squared-error` the mean over them.
 */
export type ReconstructionLoss = 'absolute-error-sum' | 'mean-squared-error';

/** Penalty added to the reconstruction loss; weights are 0 or more. */
export type Penalty =
  /** L1 norm of the code, mean over the batch. */
  | { readonly kind: 'l1-sparsity'; readonly weight: number }
  /**
   * Kullback-Leibler divergence of the mean activations over the batch from `meanActivation`, summed over the units of
   * the code (Ng, "Sparse autoencoder", CS294A, 2011). Needs a sigmoid code.
   */
  | { readonly kind: 'kl-sparsity'; readonly weight: number; readonly meanActivation: number }
  /** Squared Frobenius norm of the encoder's Jacobian, mean over the batch (Rifai et al., ICML 2011). */
  | { readonly kind: 'contractive'; readonly weight: number }
  /** Divergence of the code from the standard normal distribution, mean over the batch (Kingma, Welling, 2014). */
  | { readonly kind: 'variational'; readonly weight: number };

/** Loss that a training run minimises. */
export interface Objective {
  readonly reconstruction: ReconstructionLoss;
  readonly penalty?: Penalty;
}

/** @throws ModelCoreError (`invalid-argument`) if the objective does not fit the dense autoencoder */
export function requireDenseObjective(
  architecture: DenseAutoencoderArchitecture,
  { penalty }: Objective,
): void {
  if (penalty === undefined) return;
  const refuse = (field: string, found: string | number, expected: string): never => {
    throw new ModelCoreError(
      { field: `penalty.${field}`, found, expected },
      {
        code: 'invalid-argument',
      },
    );
  };
  if (!(penalty.weight >= 0)) refuse('weight', penalty.weight, 'a number of at least 0');
  if (penalty.kind === 'kl-sparsity') {
    if (architecture.codeActivation !== 'sigmoid')
      refuse('kind', penalty.kind, 'another penalty, because kl-sparsity needs a sigmoid code');
    const { meanActivation } = penalty;
    if (!(meanActivation > 0 && meanActivation < 1))
      refuse('meanActivation', meanActivation, 'a number between 0 and 1');
  }
  if (penalty.kind === 'variational' && !architecture.variational)
    refuse('kind', penalty.kind, 'another penalty, because variational needs a variational code');
}
