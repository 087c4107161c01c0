import {
  layerParameterNames,
  layersOf,
  parameterShapes,
  type LstmAutoencoderArchitecture,
} from '../autoencoders/lstm-autoencoder.ts';
import type { Parameters, Tensor } from '../autoencoders/parameters.ts';
import { ModelCoreError } from '../errors.ts';

/**
 * TensorFlow multiplies from the other side, so matrices lie transposed, and has the gates as input, cell, forget,
 * output where the model's files have input, output, forget, cell. The exchange of cell and output undoes itself.
 */
const gateOrder = [0, 3, 2, 1] as const;

/** From `[4 * units, size]` to `[size, 4 * units]`, gates reordered. */
function toTensorflow({ shape, values }: Tensor): Tensor {
  const [rows = 0, size = 1] = shape;
  const units = rows / 4;
  const turned = new Float32Array(values.length);
  gateOrder.forEach((from, to) => {
    for (let unit = 0; unit < units; unit++) {
      for (let at = 0; at < size; at++)
        turned[at * rows + to * units + unit] = values[(from * units + unit) * size + at] ?? Number.NaN;
    }
  });
  return { shape: shape.length === 1 ? [rows] : [size, rows], values: turned };
}

/** From `[size, 4 * units]` to `[4 * units, size]`, gates reordered. */
function fromTensorflow({ values }: Tensor, shape: readonly number[]): Tensor {
  const [rows = 0, size = 1] = shape;
  const units = rows / 4;
  const turned = new Float32Array(values.length);
  gateOrder.forEach((from, to) => {
    for (let unit = 0; unit < units; unit++) {
      for (let at = 0; at < size; at++)
        turned[(to * units + unit) * size + at] = values[at * rows + from * units + unit] ?? Number.NaN;
    }
  });
  return { shape, values: turned };
}

/** Names of the weights that hold gates. */
function gateWeights(architecture: LstmAutoencoderArchitecture): ReadonlySet<string> {
  const { encoder, decoder } = layersOf(architecture);
  return new Set([...encoder, ...decoder].flatMap((layer) => Object.values(layerParameterNames(layer))));
}

/**
 * A copy of the weights, or of something of their shapes, as TensorFlow's operators want them.
 * @throws ModelCoreError where one is missing
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

/** The same back again. */
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

/** @throws ModelCoreError (`invalid-argument`) where no tensor has that name */
export function valueOf<T>(values: ReadonlyMap<string, T>, name: string): T {
  const value = values.get(name);
  if (value !== undefined) return value;
  throw new ModelCoreError(
    { field: `parameter ${name}`, expected: 'a tensor' },
    { code: 'invalid-argument' },
  );
}
