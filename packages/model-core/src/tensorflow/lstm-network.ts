import {
  layerParameterNames,
  layersOf,
  outputParameterNames,
  type LstmAutoencoderArchitecture,
  type LstmLayer,
} from '../autoencoders/lstm-autoencoder.ts';
import type { Tensor } from '../autoencoders/parameters.ts';
import {
  gatesGradient,
  runLayer,
  weightGradients,
  type LayerGradients,
  type LayerTrace,
  type LayerWeights,
} from './lstm-layer.ts';
import { valueOf } from './lstm-weights.ts';
import type { NativeOperators, NativeTensor } from './native-operators.ts';

/** Weights of the model in TensorFlow's memory, by name. */
export type NetworkWeights = ReadonlyMap<string, NativeTensor>;

export const upload = (operators: NativeOperators, weights: ReadonlyMap<string, Tensor>): NetworkWeights =>
  new Map([...weights].map(([name, { shape, values }]) => [name, operators.tensor(values, shape)]));

/** Values of a forward pass. */
export interface NetworkTrace {
  readonly architecture: LstmAutoencoderArchitecture;
  readonly weights: NetworkWeights;
  /** `[steps, batch, 1]` */
  readonly input: NativeTensor;
  readonly encoder: readonly [LayerTrace, LayerTrace];
  readonly decoder: readonly [LayerTrace, LayerTrace];
  /** `[batch, embedding]` */
  readonly code: NativeTensor;
  /** `[steps * batch, 1]`, ordered by step. */
  readonly output: NativeTensor;
}

export function layerWeights(weights: NetworkWeights, layer: LstmLayer): LayerWeights {
  const names = layerParameterNames(layer);
  return {
    input: valueOf(weights, names.inputWeights),
    recurrent: valueOf(weights, names.recurrentWeights),
    bias: valueOf(weights, names.bias),
  };
}

/** @param beats `[batch * sampleCount]` */
export function runNetwork(
  operators: NativeOperators,
  architecture: LstmAutoencoderArchitecture,
  weights: NetworkWeights,
  beats: Float32Array,
): NetworkTrace {
  const { sampleCount, embedding, hidden } = architecture;
  const batch = beats.length / sampleCount;
  const { encoder, decoder } = layersOf(architecture);
  const run = (layer: LstmLayer, sequence: NativeTensor): LayerTrace =>
    runLayer(operators, layerWeights(weights, layer), sequence);

  const input = operators.tensor(stepsFirst(beats, batch), [sampleCount, batch, 1]);
  const encoder0 = run(encoder[0], input);
  const encoder1 = run(encoder[1], encoder0.states);
  const lastState = operators.slice(encoder1.states, sampleCount - 1, 1);
  const decoder0 = run(decoder[0], operators.repeat(lastState, sampleCount));
  const decoder1 = run(decoder[1], decoder0.states);
  const rows = operators.reshape(decoder1.states, sampleCount * batch, hidden);
  const output = operators.run('BiasAdd', [
    operators.product(rows, valueOf(weights, outputParameterNames.weights)),
    valueOf(weights, outputParameterNames.bias),
  ]);
  return {
    architecture,
    weights,
    input,
    encoder: [encoder0, encoder1],
    decoder: [decoder0, decoder1],
    code: operators.reshape(lastState, batch, embedding),
    output,
  };
}

/**
 * Gradients by all weights, by name.
 * @param outputGradient gradient by the output, in its shape
 * @param codeGradient gradient of the penalty by the code, in its shape; undefined without a penalty
 */
export function networkGradients(
  operators: NativeOperators,
  trace: NetworkTrace,
  outputGradient: NativeTensor,
  codeGradient: NativeTensor | undefined,
): ReadonlyMap<string, NativeTensor> {
  const { architecture, weights, encoder, decoder, code } = trace;
  const { sampleCount: steps, hidden, embedding } = architecture;
  const batch = code.shape[0] ?? 0;
  const layers = layersOf(architecture);
  const rowsOf = (sequence: NativeTensor, size: number) => operators.reshape(sequence, steps * batch, size);
  const everyStep = (gradientRows: NativeTensor, size: number) =>
    operators.unstack(operators.reshape(gradientRows, steps, batch, size));
  const found = new Map<string, NativeTensor>();

  const backward = (
    layer: LstmLayer,
    layerTrace: LayerTrace,
    inputRows: NativeTensor,
    statesGradient: readonly (NativeTensor | undefined)[],
  ): NativeTensor => {
    const ofLayer = layerWeights(weights, layer);
    const gates = gatesGradient(operators, ofLayer, layerTrace, statesGradient);
    const gradients = weightGradients(operators, layerTrace, gates, inputRows);
    record(found, layer, gradients);
    return gates;
  };
  const byInput = (layer: LstmLayer, gates: NativeTensor) =>
    operators.product(gates, layerWeights(weights, layer).input, { transposeB: true });

  const outputWeights = valueOf(weights, outputParameterNames.weights);
  const outputRows = rowsOf(decoder[1].states, hidden);
  found.set(
    outputParameterNames.weights,
    operators.product(outputRows, outputGradient, { transposeA: true }),
  );
  found.set(outputParameterNames.bias, operators.sumOfRows(outputGradient));

  const byOutput = operators.product(outputGradient, outputWeights, { transposeB: true });
  const gates3 = backward(
    layers.decoder[1],
    decoder[1],
    rowsOf(decoder[0].states, embedding),
    everyStep(byOutput, hidden),
  );
  const byDecoder1 = byInput(layers.decoder[1], rowsOf(gates3, 4 * hidden));
  const gates2 = backward(layers.decoder[0], decoder[0], code, everyStep(byDecoder1, embedding));

  const throughDecoder = byInput(layers.decoder[0], operators.sumOfRows(gates2));
  const byCode =
    codeGradient === undefined ? throughDecoder : operators.run('AddV2', [throughDecoder, codeGradient]);
  const onlyLast = Array.from({ length: steps }, (_, step) => (step === steps - 1 ? byCode : undefined));
  const gates1 = backward(layers.encoder[1], encoder[1], rowsOf(encoder[0].states, hidden), onlyLast);
  const byEncoder1 = byInput(layers.encoder[1], rowsOf(gates1, 4 * embedding));
  backward(layers.encoder[0], encoder[0], rowsOf(trace.input, 1), everyStep(byEncoder1, hidden));
  return found;
}

function record(found: Map<string, NativeTensor>, layer: LstmLayer, gradients: LayerGradients): void {
  const names = layerParameterNames(layer);
  found.set(names.inputWeights, gradients.input);
  found.set(names.recurrentWeights, gradients.recurrent);
  found.set(names.bias, gradients.bias);
}

/** Transposes `[batch, sampleCount]` to `[sampleCount, batch]`. */
export function stepsFirst(beats: Float32Array, batch: number): Float32Array {
  const sampleCount = beats.length / batch;
  const transposed = new Float32Array(beats.length);
  for (let beat = 0; beat < batch; beat++) {
    for (let step = 0; step < sampleCount; step++)
      transposed[step * batch + beat] = beats[beat * sampleCount + step] ?? Number.NaN;
  }
  return transposed;
}

/** Transposes `[sampleCount, batch]` to `[batch, sampleCount]`. */
export const beatsFirst = (steps: Float32Array, batch: number): Float32Array =>
  stepsFirst(steps, steps.length / batch);
