import { layerParameterNames, type LstmLayer } from '../autoencoders/lstm-autoencoder.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { valueOf } from '../tensorflow/lstm-weights.ts';

/** Weights of a layer as the kernels read them: the four gates of a unit (input, output, forget, cell) side by side. */
export interface LayerVectors {
  /** `[inputSize, units, 4]` */
  readonly input: Float32Array;
  /** `[units, units, 4]`, by the unit that it comes from, then the one that it goes to. */
  readonly recurrent: Float32Array;
  /** `[units, 4]` */
  readonly bias: Float32Array;
}

/** @throws ModelCoreError (`invalid-argument`) if a weight is missing */
export function layerVectors(layer: LstmLayer, parameters: Parameters): LayerVectors {
  const names = layerParameterNames(layer);
  const vectors = (name: string): Float32Array => gateVectors(valueOf(parameters, name).values, layer.units);
  return {
    input: vectors(names.inputWeights),
    recurrent: vectors(names.recurrentWeights),
    bias: vectors(names.bias),
  };
}

/** `[4 * units, size]`, gate by gate, to `[size, units, 4]`. */
function gateVectors(values: Float32Array, units: number): Float32Array {
  const size = values.length / (4 * units);
  const vectors = new Float32Array(values.length);
  for (let gate = 0; gate < 4; gate++) {
    for (let unit = 0; unit < units; unit++) {
      for (let from = 0; from < size; from++)
        vectors[(from * units + unit) * 4 + gate] = values[(gate * units + unit) * size + from] ?? Number.NaN;
    }
  }
  return vectors;
}
