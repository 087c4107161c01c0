import type { GraphBuilder, Value } from './graph-builder.ts';

export const reconstructionsOutput = 'reconstructions';
export const lossesOutput = 'losses';
export const latentsOutput = 'latents';

export interface ScoredBeats {
  /** `[batch, sampleCount]`, as `reconstructions`. */
  readonly beats: Value;
  readonly reconstructions: Value;
  /** `[batch, latentSize]`. */
  readonly latents: Value;
  readonly sampleCount: number;
  readonly latentSize: number;
}

/** Adds the three outputs of a scoring graph; `losses` `[batch]` are sums of absolute errors. */
export function addScoreOutputs(graph: GraphBuilder, scored: ScoredBeats): void {
  const errors = graph.node('Abs', [graph.node('Sub', [scored.reconstructions, scored.beats])]);
  const losses = graph.node('ReduceSum', [errors, graph.integers(1)], { keepdims: 0 });
  graph.output(scored.reconstructions, ['batch', scored.sampleCount], reconstructionsOutput);
  graph.output(losses, ['batch'], lossesOutput);
  graph.output(scored.latents, ['batch', scored.latentSize], latentsOutput);
}
