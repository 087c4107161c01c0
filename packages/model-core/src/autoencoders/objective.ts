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
