import { requireWholeNumber } from '../errors.ts';
import { createSeededRandom, type SeededRandom } from '@beatwatch/statistics';
import { elementCount, type Parameters, type Tensor } from './parameters.ts';

/**
 * Sequence autoencoder. Encoder: LSTM(1 -> hidden), LSTM(hidden -> embedding); its last hidden state, the code, is
 * repeated for every step. Decoder: LSTM(embedding -> embedding), LSTM(embedding -> hidden), Linear(hidden -> 1).
 * Source: the ECG5000 study after V. Valkov, "Time Series Anomaly Detection using LSTM Autoencoders", 2020.
 */
export interface LstmAutoencoderArchitecture {
  readonly kind: 'lstm-autoencoder';
  /** Number of samples of one beat, 2 or more. */
  readonly sampleCount: number;
  /** Size of the code between encoder and decoder, 1 or more. */
  readonly embedding: number;
  /** Units of the outer layers, 1 or more; twice the embedding in the study. */
  readonly hidden: number;
}

/** An LSTM layer; its gates are in the order input, output, forget, cell, as in ONNX. */
export interface LstmLayer {
  readonly name: 'encoder.0' | 'encoder.1' | 'decoder.0' | 'decoder.1';
  readonly inputSize: number;
  readonly units: number;
}

export interface LstmAutoencoderLayers {
  readonly encoder: readonly [LstmLayer, LstmLayer];
  readonly decoder: readonly [LstmLayer, LstmLayer];
}

/** @throws ModelCoreError (`invalid-argument`) if a size is not a whole number in its range */
export function lstmAutoencoder(options: {
  readonly embedding: number;
  /** Default 140. */
  readonly sampleCount?: number;
  /** Default twice the embedding. */
  readonly hidden?: number;
}): LstmAutoencoderArchitecture {
  const { embedding, sampleCount = 140, hidden = 2 * embedding } = options;
  requireWholeNumber('embedding', embedding, 1);
  requireWholeNumber('sampleCount', sampleCount, 2);
  requireWholeNumber('hidden', hidden, 1);
  return { kind: 'lstm-autoencoder', sampleCount, embedding, hidden };
}

export function layersOf({ embedding, hidden }: LstmAutoencoderArchitecture): LstmAutoencoderLayers {
  return {
    encoder: [
      { name: 'encoder.0', inputSize: 1, units: hidden },
      { name: 'encoder.1', inputSize: hidden, units: embedding },
    ],
    decoder: [
      { name: 'decoder.0', inputSize: embedding, units: embedding },
      { name: 'decoder.1', inputSize: embedding, units: hidden },
    ],
  };
}

/**
 * Names of a layer's input weights `[4 * units, inputSize]`, recurrent weights `[4 * units, units]`, bias `[4 *
 * units]`.
 */
export const layerParameterNames = (layer: LstmLayer) => ({
  inputWeights: `${layer.name}.inputWeights`,
  recurrentWeights: `${layer.name}.recurrentWeights`,
  bias: `${layer.name}.bias`,
});

/** Names of the output layer's weights `[hidden, 1]` and bias `[1]`. */
export const outputParameterNames = { weights: 'output.weights', bias: 'output.bias' } as const;

/** Shapes of all weights by name, in the order of the model file. */
export function parameterShapes(
  architecture: LstmAutoencoderArchitecture,
): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  const { encoder, decoder } = layersOf(architecture);
  for (const layer of [...encoder, ...decoder]) {
    const names = layerParameterNames(layer);
    shapes.set(names.inputWeights, [4 * layer.units, layer.inputSize]);
    shapes.set(names.recurrentWeights, [4 * layer.units, layer.units]);
    shapes.set(names.bias, [4 * layer.units]);
  }
  shapes.set(outputParameterNames.weights, [architecture.hidden, 1]);
  shapes.set(outputParameterNames.bias, [1]);
  return shapes;
}

function uniformTensor(random: SeededRandom, shape: readonly number[], bound: number): Tensor {
  return {
    shape,
    values: Float32Array.from({ length: elementCount(shape) }, () => random.uniform(-bound, bound)),
  };
}

/**
 * Random initial weights: uniform within ±1/sqrt(units), as in PyTorch's LSTM and Linear. The bias of the forget gates
 * starts at 1, so that a unit remembers until it learns to forget (Jozefowicz, Zaremba, Sutskever, 2015).
 * @param seed equal seeds give equal weights
 */
export function initialParameters(architecture: LstmAutoencoderArchitecture, seed: number): Parameters {
  const random = createSeededRandom(seed);
  const { encoder, decoder } = layersOf(architecture);
  const layers = [...encoder, ...decoder];
  const layerOf = (name: string) => layers.find((layer) => name.startsWith(`${layer.name}.`));
  const parameters = new Map(
    [...parameterShapes(architecture)].map(([name, shape]) => {
      const units = layerOf(name)?.units ?? architecture.hidden;
      return [name, uniformTensor(random, shape, 1 / Math.sqrt(units))];
    }),
  );
  for (const layer of layers)
    parameters.get(layerParameterNames(layer).bias)?.values.fill(1, 2 * layer.units, 3 * layer.units);
  return parameters;
}
