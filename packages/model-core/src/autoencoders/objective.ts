import { ModelCoreError } from '../errors.ts';
import type { DenseAutoencoderArchitecture } from './dense-autoencoder.ts';

/**
 * How far a reconstruction is from its target: `absolute-error-sum` sums over an example's samples, as the study's
 * L1 loss does; `mean-squared-error` takes the mean over them.
 */
export type ReconstructionLoss = 'absolute-error-sum' | 'mean-squared-error';

/** What an autoencoder pays for beside its reconstruction; every weight 0 or more. */
export type Penalty =
  /** Sum of the code's absolute values, mean over the batch. */
  | { readonly kind: 'l1-sparsity'; readonly weight: number }
  /**
   * Kullback-Leibler divergence between a unit that is on `meanActivation` of the time and the code's mean
   * activations over the batch, summed over units (Ng, "Sparse autoencoder", CS294A, 2011). Needs a sigmoid code.
   */
  | { readonly kind: 'kl-sparsity'; readonly weight: number; readonly meanActivation: number }
  /** Squared Frobenius norm of the encoder's Jacobian, mean over the batch (Rifai et al., ICML 2011). */
  | { readonly kind: 'contractive'; readonly weight: number }
  /** Divergence of the code's distribution from the standard normal one, mean over the batch (Kingma, Welling 2014). */
  | { readonly kind: 'variational'; readonly weight: number };

/** What a training run makes small. */
export interface Objective {
  readonly reconstruction: ReconstructionLoss;
  readonly penalty?: Penalty;
}

/** @throws ModelCoreError (`invalid-argument`) where a dense autoencoder cannot learn the objective */
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
      refuse('kind', penalty.kind, 'it beside a sigmoid code alone');
    const { meanActivation } = penalty;
    if (!(meanActivation > 0 && meanActivation < 1))
      refuse('meanActivation', meanActivation, 'a number between 0 and 1');
  }
  if (penalty.kind === 'variational' && !architecture.variational)
    refuse('kind', penalty.kind, 'it beside a variational code alone');
}
