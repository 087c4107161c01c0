import { expect, it } from 'vitest';
import {
  initialParameters,
  layersOf,
  lstmAutoencoder,
  type LstmLayer,
} from '../autoencoders/lstm-autoencoder.ts';
import { referenceCode } from '../autoencoders/lstm-reference.ts';
import { packForCudnn } from './cudnn-weights.ts';

const architecture = lstmAutoencoder({ embedding: 3, hidden: 4, sampleCount: 5 });
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * A layer as cuDNN defines it (cudnnRNNMode_t, CUDNN_LSTM; cudnnGetRNNWeightParams): matrices 0 to 3 stand before the input, 4 to 7
 * before the state, gates in the order input, forget, new memory, output; after all matrices two biases for each gate.
 * @returns hidden states of every step
 */
function cudnnLayer({ inputSize, units }: LstmLayer, packed: Float32Array, inputs: readonly number[][]) {
  const matrices = 4 * units * (inputSize + units);
  const sum = (gate: number, unit: number, input: readonly number[], state: readonly number[]): number => {
    const byInput = gate * units * inputSize + unit * inputSize;
    const byState = 4 * units * inputSize + gate * units * units + unit * units;
    let total = packed[matrices + gate * units + unit]! + packed[matrices + (4 + gate) * units + unit]!;
    input.forEach((value, at) => (total += packed[byInput + at]! * value));
    state.forEach((value, at) => (total += packed[byState + at]! * value));
    return total;
  };
  const everyUnit = Array.from({ length: units }, (_, unit) => unit);
  let [state, cell] = [everyUnit.map(() => 0), everyUnit.map(() => 0)];
  return inputs.map((input) => {
    const before = state;
    cell = everyUnit.map(
      (unit) =>
        sigmoid(sum(1, unit, input, before)) * cell[unit]! +
        sigmoid(sum(0, unit, input, before)) * Math.tanh(sum(2, unit, input, before)),
    );
    state = everyUnit.map((unit) => sigmoid(sum(3, unit, input, before)) * Math.tanh(cell[unit]!));
    return state;
  });
}

it("computes the model's code by cuDNN's definition of a layer", () => {
  const parameters = initialParameters(architecture, 9);
  const [first, second] = layersOf(architecture).encoder;
  const beat = [0.3, -1.2, 0.8, 2, -0.5];
  const states = cudnnLayer(
    first,
    packForCudnn(first, parameters),
    beat.map((sample) => [sample]),
  );
  const code = cudnnLayer(second, packForCudnn(second, parameters), states).at(-1)!;
  const doubles = new Map([...parameters].map(([name, { values }]) => [name, Float64Array.from(values)]));
  const expected = referenceCode(architecture, doubles, beat);
  expect(code).toHaveLength(expected.length);
  expected.forEach((value, unit) => {
    expect(code[unit]).toBeCloseTo(value, 12);
  });
});

it('has room for each matrix and two biases of each gate, the second of them zero', () => {
  const [layer] = layersOf(architecture).decoder;
  const packed = packForCudnn(layer, initialParameters(architecture, 9));
  expect(packed).toHaveLength(4 * 3 * 3 + 4 * 3 * 3 + 8 * 3);
  expect([...packed.subarray(-4 * 3)]).toEqual(Array.from({ length: 12 }, () => 0));
  expect([...packed.subarray(0, -4 * 3)].every((value) => value !== 0)).toBe(true);
});

it('names a missing weight', () => {
  const parameters = new Map(initialParameters(architecture, 9));
  parameters.delete('encoder.0.bias');
  expect(() => packForCudnn(layersOf(architecture).encoder[0], parameters)).toThrow(
    'parameter encoder.0.bias is missing',
  );
});
