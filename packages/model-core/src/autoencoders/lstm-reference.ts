import {
  layerParameterNames,
  layersOf,
  outputParameterNames,
  type LstmAutoencoderArchitecture,
  type LstmLayer,
} from './lstm-autoencoder.ts';
import { at, weights, type ReferenceParameters } from './reference-parameters.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Hidden states of every step, computed number by number as a reference for the engines. */
function runLayer(
  layer: LstmLayer,
  parameters: ReferenceParameters,
  inputs: readonly Float64Array[],
): Float64Array[] {
  const { units, inputSize } = layer;
  const names = layerParameterNames(layer);
  const inputWeights = weights(parameters, names.inputWeights);
  const recurrentWeights = weights(parameters, names.recurrentWeights);
  const bias = weights(parameters, names.bias);
  let hidden = new Float64Array(units);
  let cell = new Float64Array(units);
  return inputs.map((input) => {
    const sum = (row: number): number => {
      let total = at(bias, row);
      for (let i = 0; i < inputSize; i++) total += at(inputWeights, row * inputSize + i) * at(input, i);
      for (let i = 0; i < units; i++) total += at(recurrentWeights, row * units + i) * at(hidden, i);
      return total;
    };
    const unitOrder = Array.from({ length: units }, (_, unit) => unit);
    const nextCell = Float64Array.from(
      unitOrder,
      (unit) =>
        sigmoid(sum(2 * units + unit)) * at(cell, unit) +
        sigmoid(sum(unit)) * Math.tanh(sum(3 * units + unit)),
    );
    const nextHidden = Float64Array.from(
      unitOrder,
      (unit) => sigmoid(sum(units + unit)) * Math.tanh(at(nextCell, unit)),
    );
    cell = nextCell;
    hidden = nextHidden;
    return hidden;
  });
}

/** Reference code of one beat: the encoder's last hidden state. */
export function referenceCode(
  architecture: LstmAutoencoderArchitecture,
  parameters: ReferenceParameters,
  beat: ArrayLike<number>,
): Float64Array {
  const { encoder } = layersOf(architecture);
  const input = Array.from({ length: architecture.sampleCount }, (_, step) =>
    Float64Array.of(at(beat, step)),
  );
  const encoded = runLayer(encoder[1], parameters, runLayer(encoder[0], parameters, input));
  return encoded.at(-1) ?? new Float64Array(architecture.embedding);
}

/** Reference reconstruction of one beat: the plain, slow definition of the model. */
export function referenceReconstruction(
  architecture: LstmAutoencoderArchitecture,
  parameters: ReferenceParameters,
  beat: ArrayLike<number>,
): Float64Array {
  const { decoder } = layersOf(architecture);
  const code = referenceCode(architecture, parameters, beat);
  const codes = Array.from({ length: architecture.sampleCount }, () => code);
  const decoded = runLayer(decoder[1], parameters, runLayer(decoder[0], parameters, codes));
  const outputWeights = weights(parameters, outputParameterNames.weights);
  const outputBias = at(weights(parameters, outputParameterNames.bias), 0);
  return Float64Array.from(decoded, (state) =>
    state.reduce((total, value, unit) => total + value * at(outputWeights, unit), outputBias),
  );
}

/** Reference loss of one beat: sum of absolute errors against `target`, default the beat itself. */
export function referenceLoss(
  architecture: LstmAutoencoderArchitecture,
  parameters: ReferenceParameters,
  beat: ArrayLike<number>,
  target: ArrayLike<number> = beat,
): number {
  return referenceReconstruction(architecture, parameters, beat).reduce(
    (total, value, step) => total + Math.abs(value - at(target, step)),
    0,
  );
}
