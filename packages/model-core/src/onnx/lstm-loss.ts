import type { Objective } from '../autoencoders/objective.ts';
import { ModelCoreError } from '../errors.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';

/** A term of the objective, and its gradient by the reconstruction or the code. */
export interface LossTerm {
  readonly loss: Value;
  readonly gradient: Value;
}

/**
 * Share of some beats in the mean loss of all.
 * @param errors output minus target of these beats, `[sampleCount * batch, 1]`
 * @param beatCount number of all beats, a scalar
 */
export function reconstructionTerm(
  graph: GraphBuilder,
  { reconstruction }: Objective,
  errors: Value,
  { sampleCount, beatCount }: { readonly sampleCount: number; readonly beatCount: Value },
): LossTerm {
  const sum = (values: Value): Value => graph.node('ReduceSum', [values], { keepdims: 0 });
  switch (reconstruction) {
    case 'absolute-error-sum':
      return {
        loss: graph.node('Div', [sum(graph.node('Abs', [errors])), beatCount]),
        gradient: graph.node('Div', [graph.node('Sign', [errors]), beatCount]),
      };
    case 'mean-squared-error': {
      const halfCount = graph.node('Mul', [beatCount, graph.scalar(sampleCount / 2)]);
      const halfSquares = graph.node('Mul', [errors, graph.node('Mul', [errors, graph.scalar(0.5)])]);
      return {
        loss: graph.node('Div', [sum(halfSquares), halfCount]),
        gradient: graph.node('Div', [errors, halfCount]),
      };
    }
  }
}

/**
 * @param code `[batch, embedding]`
 * @param beatCount see {@link reconstructionTerm}
 * @returns undefined if the objective has no penalty
 * @throws ModelCoreError (`invalid-argument`) for a penalty other than `l1-sparsity`
 */
export function penaltyTerm(
  graph: GraphBuilder,
  { penalty }: Objective,
  code: Value,
  beatCount: Value,
): LossTerm | undefined {
  if (penalty === undefined) return undefined;
  if (penalty.kind !== 'l1-sparsity')
    throw new ModelCoreError(
      { field: 'penalty', found: penalty.kind, expected: 'l1-sparsity or none for the LSTM autoencoder' },
      { code: 'invalid-argument' },
    );
  const weight = graph.node('Div', [graph.scalar(penalty.weight), beatCount]);
  const sum = graph.node('ReduceSum', [graph.node('Abs', [code])], { keepdims: 0 });
  return {
    loss: graph.node('Mul', [sum, weight]),
    gradient: graph.node('Mul', [graph.node('Sign', [code]), weight]),
  };
}
