import type { Objective } from '../autoencoders/objective.ts';
import { ModelCoreError } from '../errors.ts';

/** A term of the objective, mean over the batch, and its gradient by the reconstruction or the code. */
export interface LossTerm {
  readonly loss: number;
  readonly gradient: Float32Array;
}

export function reconstructionTerm(
  { reconstruction }: Objective,
  outputs: Float32Array,
  targets: Float32Array,
  batch: number,
): LossTerm {
  const gradient = new Float32Array(outputs.length);
  let loss = 0;
  for (let at = 0; at < outputs.length; at++) {
    const error = (outputs[at] ?? Number.NaN) - (targets[at] ?? Number.NaN);
    if (reconstruction === 'absolute-error-sum') {
      loss += Math.abs(error) / batch;
      gradient[at] = Math.sign(error) / batch;
    } else {
      loss += (error * error) / outputs.length;
      gradient[at] = (2 * error) / outputs.length;
    }
  }
  return { loss, gradient };
}

/**
 * Weighted penalty.
 * @param readCode reads the code, `[batch * embedding]`; called only if there is a penalty
 * @returns undefined if the objective has no penalty
 */
export function penaltyTerm(
  { penalty }: Objective,
  readCode: () => Float32Array,
  batch: number,
): LossTerm | undefined {
  if (penalty === undefined) return undefined;
  requireLstmObjective({ reconstruction: 'absolute-error-sum', penalty });
  const share = penalty.weight / batch;
  const code = readCode();
  return {
    loss: code.reduce((sum, value) => sum + Math.abs(value), 0) * share,
    gradient: code.map((value) => Math.sign(value) * share),
  };
}

/** @throws ModelCoreError (`invalid-argument`) unless the penalty is `l1-sparsity` or missing */
export function requireLstmObjective({ penalty }: Objective): void {
  if (penalty === undefined || penalty.kind === 'l1-sparsity') return;
  throw new ModelCoreError(
    {
      field: 'objective',
      found: `the penalty ${penalty.kind}`,
      expected: 'none or l1-sparsity for an LSTM autoencoder',
    },
    { code: 'invalid-argument', context: { penalty: penalty.kind } },
  );
}
