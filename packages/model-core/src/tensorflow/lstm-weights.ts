import {
  layerParameterNames,
  layersOf,
  parameterShapes,
  type LstmAutoencoderArchitecture,
} from '../autoencoders/lstm-autoencoder.ts';
import type { Parameters, Tensor } from '../autoencoders/parameters.ts';
import { ModelCoreError } from '../errors.ts';

/**
 * Order of TensorFlow's gates (input, cell, forget, output) in terms of the model file's (input, output, forget, cell);
 * its own inverse. TensorFlow also multiplies from the right, so matrices are transposed.
 */
const gateOrder = [0, 3, 2, 1] as const;

/** Transposes `[4 * units, size]` to `[size, 4 * units]` and reorders the gates. */
function toTensorflow({ shape, values }: Tensor): Tensor {
  const [rows = 0, size = 1] = shape;
  const units = rows / 4;
  const converted = new Float32Array(values.length);
  gateOrder.forEach((from, to) => {
    for (let unit = 0; unit < units; unit++) {
      for (let at = 0; at < size; at++)
        converted[at * rows + to * units + unit] = values[(from * units + unit) * size + at] ?? Number.NaN;
    }
  });
  return { shape: shape.length === 1 ? [rows] : [size, rows], values: converted };
}

/** Transposes `[size, 4 * units]` to `[4 * units, size]` and reorders the gates. */
function fromTensorflow({ values }: Tensor, shape: readonly number[]): Tensor {
  const [rows = 0, size = 1] = shape;
  const units = rows / 4;
  const converted = new Float32Array(values.length);
  gateOrder.forEach((from, to) => {
    for (let unit = 0; unit < units; unit++) {
      for (let at = 0; at < size; at++)
        converted[(to * units + unit) * size + at] = values[at * rows + from * units + unit] ?? Number.NaN;
    }
  });
  return { shape, values: converted };
}

/** Names of the weights that have gates. */
function gateWeights(architecture: LstmAutoencoderArchitecture): ReadonlySet<string> {
  const { encoder, decoder } = layersOf(architecture);
  return new Set([...encoder, ...decoder].flatMap((layer) => Object.values(layerParameterNames(layer))));
}

/**
 * Copies weights, moments or gradients to the layout of TensorFlow's operators.
 * @throws ModelCoreError (`invalid-argument`) if one is missing
 */
export function weightsForTensorflow(
  architecture: LstmAutoencoderArchitecture,
  parameters: Parameters,
): Map<string, Tensor> {
  const withGates = gateWeights(architecture);
  return new Map(
    [...parameterShapes(architecture)].map(([name, shape]) => {
      const tensor = valueOf(parameters, name);
      return [name, withGates.has(name) ? toTensorflow(tensor) : { shape, values: tensor.values.slice() }];
    }),
  );
}

/** Copies weights, moments or gradients from TensorFlow's layout to that of the model file. */
export function weightsFromTensorflow(
  architecture: LstmAutoencoderArchitecture,
  weights: ReadonlyMap<string, Tensor>,
): Parameters {
  const withGates = gateWeights(architecture);
  return new Map(
    [...parameterShapes(architecture)].map(([name, shape]) => {
      const tensor = valueOf(weights, name);
      return [
        name,
        withGates.has(name) ? fromTensorflow(tensor, shape) : { shape, values: tensor.values.slice() },
      ];
    }),
  );
}

/** @throws ModelCoreError (`invalid-argument`) if the tensor is missing */
export function valueOf<T>(values: ReadonlyMap<string, T>, name: string): T {
  const value = values.get(name);
  if (value !== undefined) return value;
  throw new ModelCoreError(
    { field: `parameter ${name}`, expected: 'a tensor' },
    { code: 'invalid-argument' },
  );
}
