import {
  layersOf,
  outputParameterNames,
  type LstmAutoencoderArchitecture,
  type LstmLayer,
} from '../autoencoders/lstm-autoencoder.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { packForCudnn } from './cudnn-weights.ts';
import { runLayer } from './lstm-layer.ts';
import { layerWeights, upload } from './lstm-network.ts';
import { valueOf, weightsForTensorflow } from './lstm-weights.ts';
import type { NativeOperators, NativeTensor } from './native-operators.ts';

/** Operators of TensorFlow that run a layer over all steps. The second one is cuDNN's, which only GPUs have. */
export const layerOperators = ['BlockLSTM', 'CudnnRNNV3'] as const;
export type LayerOperator = (typeof layerOperators)[number];

/** What the network makes of beats. */
export interface ForwardResult {
  /** `[batch * sampleCount]` */
  readonly reconstructions: Float32Array;
  /** `[batch * embedding]` */
  readonly latents: Float32Array;
}

/** Tensors of one run. */
interface ForwardTensors {
  /** The beats, `[batch, sampleCount]`. */
  readonly rows: NativeTensor;
  /** `[1, batch, embedding]` */
  readonly code: NativeTensor;
  /** The reconstructions, `[batch, sampleCount]`. */
  readonly output: NativeTensor;
}

/** Runs a layer over a sequence `[steps, batch, inputSize]`; returns its hidden states, `[steps, batch, units]`. */
type RunLayer = (layer: LstmLayer, sequence: NativeTensor) => NativeTensor;

/**
 * The network without what gradients need: a layer's other results are deleted before the next layer runs, and beats and
 * reconstructions are transposed where the tensors are, so that only beats go there and only results come back.
 */
export class LstmForward {
  readonly #operators: NativeOperators;
  readonly #architecture: LstmAutoencoderArchitecture;
  readonly #runLayer: RunLayer;
  readonly #output: { readonly weights: NativeTensor; readonly bias: NativeTensor };

  constructor(
    operators: NativeOperators,
    { architecture, parameters }: { architecture: LstmAutoencoderArchitecture; parameters: Parameters },
    operator: LayerOperator,
  ) {
    this.#operators = operators;
    this.#architecture = architecture;
    const weights = upload(operators, weightsForTensorflow(architecture, parameters));
    this.#output = {
      weights: valueOf(weights, outputParameterNames.weights),
      bias: valueOf(weights, outputParameterNames.bias),
    };
    this.#runLayer =
      operator === 'CudnnRNNV3'
        ? cudnnLayers(operators, architecture, parameters)
        : (layer, sequence) => runLayer(operators, layerWeights(weights, layer), sequence).states;
  }

  /** @param beats `[batch * sampleCount]` */
  run(beats: Float32Array, batch: number): ForwardResult {
    return this.#forward(beats, batch, ({ code, output }) => ({
      reconstructions: this.#operators.read(output),
      latents: this.#operators.read(this.#operators.reshape(code, batch * this.#architecture.embedding)),
    }));
  }

  /**
   * @param beats `[batch * sampleCount]`
   * @returns `[batch]`: sums of absolute errors, made where the reconstructions are
   */
  losses(beats: Float32Array, batch: number): Float32Array {
    const operators = this.#operators;
    return this.#forward(beats, batch, ({ rows, output }) => {
      const errors = operators.run('Abs', [operators.run('Sub', [output, rows])]);
      return operators.read(operators.sumOfColumns(errors));
    });
  }

  /** @param read copies of the tensors what is wanted, before they are deleted */
  #forward<Result>(beats: Float32Array, batch: number, read: (tensors: ForwardTensors) => Result): Result {
    const operators = this.#operators;
    const { sampleCount, hidden } = this.#architecture;
    const { encoder, decoder } = layersOf(this.#architecture);
    const layer = (which: LstmLayer, sequence: NativeTensor): NativeTensor =>
      only(operators.scope(() => [this.#runLayer(which, sequence)]));
    const result: Result[] = [];
    operators.scope(() => {
      const rows = operators.tensor(beats, [batch, sampleCount]);
      const input = operators.reshape(operators.transposed(rows), sampleCount, batch, 1);
      const encoded = layer(encoder[1], layer(encoder[0], input));
      const code = operators.slice(encoded, sampleCount - 1, 1);
      const decoded = layer(decoder[1], layer(decoder[0], operators.repeat(code, sampleCount)));
      const stepwise = operators.run('BiasAdd', [
        operators.product(operators.reshape(decoded, sampleCount * batch, hidden), this.#output.weights),
        this.#output.bias,
      ]);
      const output = operators.transposed(operators.reshape(stepwise, sampleCount, batch));
      result.push(read({ rows, code, output }));
      return [];
    });
    const [found] = result;
    if (found === undefined) throw new Error('the network returned nothing');
    return found;
  }
}

const only = ([tensor]: readonly NativeTensor[]): NativeTensor => {
  if (tensor === undefined) throw new Error('a layer returned no tensor');
  return tensor;
};

/** Layers by cuDNN, each with its weights in one buffer. */
function cudnnLayers(
  operators: NativeOperators,
  architecture: LstmAutoencoderArchitecture,
  parameters: Parameters,
): RunLayer {
  const { encoder, decoder } = layersOf(architecture);
  const packed = new Map(
    [...encoder, ...decoder].map((layer) => {
      const values = packForCudnn(layer, parameters);
      return [layer.name, operators.tensor(values, [values.length])];
    }),
  );
  return ({ name, units }, sequence) => {
    const [steps = 0, batch = 0] = sequence.shape;
    const state = operators.filled(0, 1, batch, units);
    // Sequences of full length by time first: cuDNN's path without padding.
    const lengths = operators.integers(...Array.from({ length: batch }, () => steps));
    const [states] = operators.runMany(
      'CudnnRNNV3',
      [sequence, state, state, valueOf(packed, name), lengths],
      5,
      [operators.flag('is_training', false), operators.flag('time_major', true)],
    );
    return only(states === undefined ? [] : [states]);
  };
}
