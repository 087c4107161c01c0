import { adamDecay } from '../training/adam.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';

export interface AdamUpdate {
  readonly weights: Value;
  readonly firstMoment: Value;
  readonly secondMoment: Value;
}

/** Adds an Adam step for one weight tensor; `stepSize` is the result of {@link adamStepSize}. */
export function adamUpdate(
  graph: GraphBuilder,
  now: AdamUpdate,
  gradient: Value,
  stepSize: Value,
): AdamUpdate {
  const blend = (old: Value, decay: number, fresh: Value): Value =>
    graph.node('Add', [
      graph.node('Mul', [old, graph.scalar(decay)]),
      graph.node('Mul', [fresh, graph.scalar(1 - decay)]),
    ]);
  const firstMoment = blend(now.firstMoment, adamDecay.firstDecay, gradient);
  const secondMoment = blend(
    now.secondMoment,
    adamDecay.secondDecay,
    graph.node('Mul', [gradient, gradient]),
  );
  const spread = graph.node('Add', [graph.node('Sqrt', [secondMoment]), graph.scalar(adamDecay.epsilon)]);
  const change = graph.node('Mul', [stepSize, graph.node('Div', [firstMoment, spread])]);
  return { weights: graph.node('Sub', [now.weights, change]), firstMoment, secondMoment };
}

/** Scales all gradients by one factor, so that their common norm is at most `maximumNorm` (Pascanu et al., 2013). */
export function clipGradients(
  graph: GraphBuilder,
  gradients: ReadonlyMap<string, Value>,
  maximumNorm: Value,
): ReadonlyMap<string, Value> {
  const squares = [...gradients.values()].map((gradient) =>
    graph.node('ReduceSumSquare', [gradient], { keepdims: 0 }),
  );
  const norm = graph.node('Sqrt', [graph.node('Sum', squares)]);
  const allowed = graph.node('Div', [maximumNorm, graph.node('Max', [norm, maximumNorm])]);
  return new Map([...gradients].map(([name, gradient]) => [name, graph.node('Mul', [gradient, allowed])]));
}
