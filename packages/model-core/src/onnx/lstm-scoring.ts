import type { LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { GraphBuilder } from './graph-builder.ts';
import {
  beatsInput,
  float32Layer,
  forwardPass,
  parameterConstants,
  parameterInputs,
} from './lstm-forward.ts';
import { int8Layer } from './lstm-int8.ts';
import { addScoreOutputs } from './scores.ts';

/** Number type of the weights of LSTM layers. */
export type Precision = 'float32' | 'int8';

/**
 * ONNX file that scores beats. Input: `beats` `[batch, sampleCount]`. Outputs: `reconstructions` of the same shape,
 * `losses` `[batch]` (sums of absolute errors) and `latents` `[batch, embedding]`.
 * @param parameters weights to embed as constants; without them, each weight is an input with its own name
 * @param precision number type of the LSTM layers' weights; `int8` needs `parameters`. Default `float32`
 */
export function scoringGraph(
  architecture: LstmAutoencoderArchitecture,
  parameters?: Parameters,
  precision: Precision = 'float32',
): Uint8Array {
  const graph = new GraphBuilder();
  const { sampleCount, embedding } = architecture;
  const beats = graph.input(['batch', sampleCount], beatsInput);
  const weights =
    parameters === undefined ? parameterInputs(graph, architecture) : parameterConstants(graph, parameters);
  const { output, encoder1 } = forwardPass(graph, {
    architecture,
    parameters: weights,
    beats,
    addLayer:
      precision === 'int8' && parameters !== undefined ? int8Layer(parameters) : float32Layer(weights),
  });
  const stepsFirst = graph.node('Reshape', [output, graph.integers(sampleCount, -1)]);
  const reconstructions = graph.node('Transpose', [stepsFirst], { perm: [1, 0] });
  const latents = encoder1.last;
  addScoreOutputs(graph, { beats, reconstructions, latents, sampleCount, latentSize: embedding });
  return graph.toModel('lstm-autoencoder-scoring');
}
