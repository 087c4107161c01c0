import {
  denseLatentSize,
  denseLayersOf,
  denseParameterNames,
  type DenseAutoencoderArchitecture,
  type DenseLayer,
} from '../autoencoders/dense-autoencoder.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import { beatsInput, parameterConstants, valueOf, type ParameterValues } from './lstm-forward.ts';
import { addScoreOutputs, reconstructionsOutput } from './scores.ts';

export const latentsInput = 'latents';

const operatorOf = { relu: 'Relu', sigmoid: 'Sigmoid' } as const;

function throughLayers(
  graph: GraphBuilder,
  weights: ParameterValues,
  layers: readonly DenseLayer[],
  input: Value,
): Value {
  return layers.reduce((values, layer) => {
    const names = denseParameterNames(layer);
    const sums = graph.node('Gemm', [values, valueOf(weights, names.weights), valueOf(weights, names.bias)]);
    return layer.activation === 'linear' ? sums : graph.node(operatorOf[layer.activation], [sums]);
  }, input);
}

/**
 * Graph that scores examples. Input: `beats` `[batch, sampleCount]`. Outputs: `reconstructions` of the same shape,
 * `losses` `[batch]` and `latents` `[batch, latent]`, the code or its mean.
 */
export function denseScoringGraph(
  architecture: DenseAutoencoderArchitecture,
  parameters: Parameters,
): GraphBuilder {
  const graph = new GraphBuilder();
  const { sampleCount } = architecture;
  const { encoder, decoder } = denseLayersOf(architecture);
  const beats = graph.input(['batch', sampleCount], beatsInput);
  const weights = parameterConstants(graph, parameters);
  const latents = throughLayers(graph, weights, encoder, beats);
  const reconstructions = throughLayers(graph, weights, decoder, latents);
  const latentSize = denseLatentSize(architecture);
  addScoreOutputs(graph, { beats, reconstructions, latents, sampleCount, latentSize });
  return graph;
}

/** Graph of the decoder. Input: `latents` `[batch, latent]`. Output: `reconstructions` `[batch, sampleCount]`. */
export function denseDecodingGraph(
  architecture: DenseAutoencoderArchitecture,
  parameters: Parameters,
): GraphBuilder {
  const graph = new GraphBuilder();
  const latents = graph.input(['batch', denseLatentSize(architecture)], latentsInput);
  const weights = parameterConstants(graph, parameters);
  const reconstructions = throughLayers(graph, weights, denseLayersOf(architecture).decoder, latents);
  graph.output(reconstructions, ['batch', architecture.sampleCount], reconstructionsOutput);
  return graph;
}
