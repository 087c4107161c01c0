import {
  denseLayersOf,
  denseParameterNames,
  type DenseAutoencoderArchitecture,
  type DenseLayer,
} from './dense-autoencoder.ts';
import { at, weights, type ReferenceParameters } from './reference-parameters.ts';

/** One layer, computed number by number as a reference for the engines. */
function runLayer(
  layer: DenseLayer,
  parameters: ReferenceParameters,
  input: ArrayLike<number>,
): Float64Array {
  const names = denseParameterNames(layer);
  const matrix = weights(parameters, names.weights);
  return weights(parameters, names.bias).map((bias, unit) => {
    let sum = bias;
    for (let i = 0; i < layer.inputSize; i++) sum += at(input, i) * at(matrix, i * layer.units + unit);
    if (layer.activation === 'relu') return Math.max(0, sum);
    return layer.activation === 'sigmoid' ? 1 / (1 + Math.exp(-sum)) : sum;
  });
}

/** Derivative of a layer's activation, computed from its output. */
function slope({ activation }: DenseLayer, output: number): number {
  if (activation === 'relu') return output > 0 ? 1 : 0;
  return activation === 'sigmoid' ? output * (1 - output) : 1;
}

export interface ReferenceEncoding {
  /** `[latent]`: the code, or its mean if variational. */
  readonly code: Float64Array;
  /** `[latent]`; undefined unless variational. */
  readonly logVariance: Float64Array | undefined;
  /** Derivative of the code by the input, `[latent][sampleCount]`. */
  readonly jacobian: readonly Float64Array[];
}

/** Reference encoder, with its Jacobian by the chain rule. */
export function referenceEncoding(
  architecture: DenseAutoencoderArchitecture,
  parameters: ReferenceParameters,
  input: ArrayLike<number>,
): ReferenceEncoding {
  const { encoder, logVariance } = denseLayersOf(architecture);
  const { sampleCount } = architecture;
  let before: ArrayLike<number> = input;
  let code: Float64Array = Float64Array.from(input);
  let jacobian = Array.from(code, (_, row) =>
    Float64Array.from(code, (__, column) => (row === column ? 1 : 0)),
  );
  for (const layer of encoder) {
    before = code;
    code = runLayer(layer, parameters, before);
    const matrix = weights(parameters, denseParameterNames(layer).weights);
    const inner = jacobian;
    jacobian = Array.from(code, (output, unit) => {
      const row = new Float64Array(sampleCount);
      inner.forEach((derivatives, i) => {
        const factor = slope(layer, output) * at(matrix, i * layer.units + unit);
        derivatives.forEach((derivative, sample) => (row[sample] = at(row, sample) + factor * derivative));
      });
      return row;
    });
  }
  return { code, logVariance: logVariance && runLayer(logVariance, parameters, before), jacobian };
}

/** Reference decoder: the reconstruction of a code. */
export function referenceDecoding(
  architecture: DenseAutoencoderArchitecture,
  parameters: ReferenceParameters,
  code: ArrayLike<number>,
): Float64Array {
  return denseLayersOf(architecture).decoder.reduce<Float64Array>(
    (values, layer) => runLayer(layer, parameters, values),
    Float64Array.from(code),
  );
}
