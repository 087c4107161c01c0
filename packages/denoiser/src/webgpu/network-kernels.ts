import {
  bindKernel,
  bufferUsage as usage,
  filledBuffer,
  recordDispatches,
  type Bindings,
  type Parameters,
} from '@beatwatch/model-core';
import { networkTensor } from '../network/network-tensor.ts';
import type { Convolution, ResidualNetwork } from '../network/residual-network.ts';
import { walkNetwork } from '../network/walk-network.ts';
import {
  convolutionBindings,
  convolutionShader,
  convolutionSizes,
  convolutionTile,
  paddedChannels,
  type ConvolutionShader,
} from './convolution-shader.ts';

/** An image in the GPU's memory: `[channels, rows, columns]`. */
interface Planes {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly buffer: GPUBuffer;
}

/** A convolution that is not recorded yet: what follows it may still become a part of it. */
interface Pending {
  readonly source: Planes;
  readonly layer: Convolution;
  readonly rectified: boolean;
  readonly spread: boolean;
  readonly residual?: Planes;
}

/** An image of the network, recorded when another convolution reads it. */
interface Value {
  pending?: Pending;
  planes?: Planes;
}

interface Dispatch {
  readonly shader: ConvolutionShader;
  readonly workgroups: readonly [number, number, number];
  readonly buffers: Bindings;
}

/** What a walk through the network makes. */
interface Recording {
  readonly made: GPUBuffer[];
  readonly dispatches: Dispatch[];
}

/** A network's kernels for tiles of one size, with the images that they compute in. */
export interface PreparedNetwork {
  readonly input: GPUBuffer;
  readonly output: GPUBuffer;
  record(encoder: GPUCommandEncoder): void;
  destroy(): void;
}

/** Weights in the GPU's memory, and kernels, which are compiled when they are first needed. */
export class NetworkKernels {
  readonly #device: GPUDevice;
  readonly #network: ResidualNetwork;
  readonly #parameters: Parameters;
  readonly #weights = new Map<string, { readonly weights: GPUBuffer; readonly bias: GPUBuffer }>();

  constructor(device: GPUDevice, network: ResidualNetwork, parameters: Parameters) {
    this.#device = device;
    this.#network = network;
    this.#parameters = parameters;
  }

  /**
   * @param size of the network's input; multiples of what its scales halve
   * @throws Error where a kernel does not compile
   */
  async prepare({
    rows,
    columns,
  }: {
    readonly rows: number;
    readonly columns: number;
  }): Promise<PreparedNetwork> {
    const recording: Recording = { made: [], dispatches: [] };
    const planes = (value: Value): Planes => (value.planes ??= this.#record(value, recording));
    const extended = (value: Value, part: Partial<Pending>): Value => {
      if (value.pending === undefined || value.planes !== undefined)
        throw new Error('expected a convolution that nothing has read yet');
      return { pending: { ...value.pending, ...part } };
    };
    const input = this.#planes(recording, this.#network.inputChannels, { rows, columns }, usage.copyTarget);
    const output = planes(
      walkNetwork<Value>(
        this.#network,
        {
          convolve: (source, layer) => ({
            pending: { source: planes(source), layer, rectified: false, spread: false },
          }),
          rectify: (value) => extended(value, { rectified: true }),
          spread: (value) => extended(value, { spread: true }),
          // One of the two was read by another convolution before.
          add: (one, two) =>
            one.planes === undefined
              ? extended(one, { residual: planes(two) })
              : extended(two, { residual: one.planes }),
        },
        { planes: input },
      ),
    );
    const ready = await Promise.all(recording.dispatches.map((dispatch) => this.#bound(dispatch)));
    return {
      input: input.buffer,
      output: output.buffer,
      record: (encoder) => {
        recordDispatches(encoder, ready);
      },
      destroy: () => {
        for (const buffer of recording.made) buffer.destroy();
      },
    };
  }

  #planes(
    { made }: Recording,
    channels: number,
    { rows, columns }: Pick<Planes, 'rows' | 'columns'>,
    further = 0,
  ): Planes {
    const size = 4 * channels * rows * columns;
    const buffer = this.#device.createBuffer({ size, usage: usage.storage | further });
    made.push(buffer);
    return { channels, rows, columns, buffer };
  }

  #record({ pending }: Value, recording: Recording): Planes {
    if (pending === undefined) throw new Error('expected an image or a convolution');
    const { source, layer, rectified, spread, residual } = pending;
    const stride = layer.side === 2 ? 2 : 1;
    const [rows, columns] = [source.rows / stride, source.columns / stride];
    const target = spread
      ? this.#planes(recording, layer.outputs / 4, { rows: 2 * rows, columns: 2 * columns })
      : this.#planes(recording, layer.outputs, { rows, columns }, usage.copySource);
    const { weights, bias } = this.#weightsOf(layer);
    const { inputs, outputs, side } = layer;
    const sizes = this.#upload(convolutionSizes({ inputs, outputs, rows, columns }), usage.uniform);
    recording.made.push(sizes);
    recording.dispatches.push({
      shader: { side, rectified, spread, hasResidual: residual !== undefined },
      workgroups: [
        Math.ceil(columns / convolutionTile.columns),
        Math.ceil(rows / convolutionTile.rows),
        Math.ceil(outputs / convolutionTile.channels),
      ],
      buffers: [
        [convolutionBindings.sizes, sizes],
        [convolutionBindings.weights, weights],
        [convolutionBindings.bias, bias],
        [convolutionBindings.input, source.buffer],
        ...(residual === undefined ? [] : [[convolutionBindings.residual, residual.buffer] as const]),
        [convolutionBindings.output, target.buffer],
      ],
    });
    return target;
  }

  async #bound({ shader, workgroups, buffers }: Dispatch) {
    return { ...(await bindKernel(this.#device, convolutionShader(shader), buffers)), workgroups };
  }

  #weightsOf(layer: Convolution): { readonly weights: GPUBuffer; readonly bias: GPUBuffer } {
    const { name } = layer;
    const found = this.#weights.get(name);
    if (found !== undefined) return found;
    const { values } = networkTensor(this.#parameters, `${name}.weights`);
    const { values: bias } = networkTensor(this.#parameters, `${name}.bias`);
    const channels = paddedChannels(layer.outputs);
    const padded = new Float32Array(channels);
    padded.set(bias);
    const made = {
      weights: this.#upload(byInput(values, layer)),
      bias: this.#upload(padded),
    };
    this.#weights.set(name, made);
    return made;
  }

  #upload(values: Float32Array | Uint32Array, kind: number = usage.storage): GPUBuffer {
    return filledBuffer(this.#device, values, kind);
  }
}

/** Weights `[outputs, inputs, side, side]` as the kernel reads them: `[inputs, side, side, outputs]`, with zeros for channels of a whole tile. */
function byInput(values: Float32Array, { inputs, outputs, side }: Convolution): Float32Array {
  const channels = paddedChannels(outputs);
  const taps = inputs * side * side;
  const target = new Float32Array(taps * channels);
  for (let output = 0; output < outputs; output++)
    for (let tap = 0; tap < taps; tap++) target[tap * channels + output] = values[output * taps + tap] ?? 0;
  return target;
}
