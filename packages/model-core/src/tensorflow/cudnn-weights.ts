import { layerParameterNames, type LstmLayer } from '../autoencoders/lstm-autoencoder.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { valueOf } from './lstm-weights.ts';

/** Order of cuDNN's gates (input, forget, cell, output) in terms of the model file's (input, output, forget, cell). */
const gateOrder = [0, 2, 3, 1] as const;

/**
 * Weights of a layer in the one buffer that cuDNN reads: for each gate its matrix by the input, `[units, inputSize]`, for each gate
 * its matrix by the state, `[units, units]`, then two biases for each gate, which cuDNN adds: the second is zero.
 * @returns `[4 * units * (inputSize + units + 2)]`
 * @see cuDNN's cudnnGetRNNWeightParams, and Keras's gpu_lstm, which packs the same for CudnnRNNV3
 * @throws ModelCoreError (`invalid-argument`) if a weight is missing
 */
export function packForCudnn(layer: LstmLayer, parameters: Parameters): Float32Array {
  const { units, inputSize } = layer;
  const names = layerParameterNames(layer);
  const packed = new Float32Array(4 * units * (inputSize + units + 2));
  let at = 0;
  const add = (name: string, width: number): void => {
    const { values } = valueOf(parameters, name);
    for (const gate of gateOrder) {
      packed.set(values.subarray(gate * units * width, (gate + 1) * units * width), at);
      at += units * width;
    }
  };
  add(names.inputWeights, inputSize);
  add(names.recurrentWeights, units);
  add(names.bias, 1);
  return packed;
}
