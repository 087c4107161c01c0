import {
  layersOf,
  outputParameterNames,
  type LstmAutoencoderArchitecture,
  type LstmLayer,
} from '../autoencoders/lstm-autoencoder.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { valueOf } from '../tensorflow/lstm-weights.ts';
import { usage, weightBuffer, type Workspace } from './buffers.ts';
import { bindKernel, type Bindings, type BoundKernel, type Dispatch } from './kernels.ts';
import { layerVectors } from './layer-weights.ts';
import { lossBindings, lossShader, lossThreads } from './loss-shader.ts';
import { outputBindings, outputShader, outputThreads } from './output-shader.ts';
import { projectionBindings, projectionShader, projectionTile } from './projection-shader.ts';
import { recurrenceBindings, recurrenceShader, type RecurrenceShader } from './recurrence-shader.ts';
import { bytesOf, type StoredFloat } from './stored-float.ts';
import { tilingOf } from './tiling.ts';

/** Weights of a layer in the GPU's memory. */
interface LayerBuffers {
  readonly layer: LstmLayer;
  readonly recurrent: GPUBuffer;
  readonly input: GPUBuffer;
  readonly bias: GPUBuffer;
  /** Input weights, then biases, of the layer that reads samples. */
  readonly sample: GPUBuffer;
}

export interface KernelOptions {
  readonly float: StoredFloat;
  /** See `tilingOf`. */
  readonly wantedWorkgroups: number | undefined;
}

/** The kernels of one LSTM autoencoder on one device: compiled when they are first needed, for the tiling of a batch. */
export class LstmKernels {
  readonly #device: GPUDevice;
  readonly #architecture: LstmAutoencoderArchitecture;
  readonly #float: StoredFloat;
  readonly #wantedWorkgroups: number | undefined;
  readonly #layers: readonly LayerBuffers[];
  readonly #output: GPUBuffer;
  readonly #sizes: GPUBuffer;

  constructor(
    device: GPUDevice,
    architecture: LstmAutoencoderArchitecture,
    parameters: Parameters,
    { float, wantedWorkgroups }: KernelOptions,
  ) {
    this.#device = device;
    this.#architecture = architecture;
    this.#float = float;
    this.#wantedWorkgroups = wantedWorkgroups;
    const { encoder, decoder } = layersOf(architecture);
    this.#layers = [...encoder, ...decoder].map((layer) => this.#upload(layer, parameters));
    const { weights, bias } = outputParameterNames;
    const output = [valueOf(parameters, weights), valueOf(parameters, bias)];
    this.#output = weightBuffer(
      device,
      Float32Array.from(output.flatMap(({ values }) => [...values])),
      'f32',
    );
    this.#sizes = device.createBuffer({ size: 16, usage: usage.uniform | usage.copyTarget });
  }

  /**
   * What computes `batch` beats in the workspace; compiles what has not been needed before.
   * @param results with `losses`, these are computed too
   */
  async prepare(
    workspace: Workspace,
    batch: number,
    results: 'all' | 'losses',
  ): Promise<readonly Dispatch[]> {
    const [encoder0, encoder1, decoder0, decoder1] = this.#layers;
    if (!encoder0 || !encoder1 || !decoder0 || !decoder1) throw new RangeError('expected four layers');
    const { beats, states, product, code, reconstructions } = workspace;
    return [
      await this.#recurrence(
        encoder0,
        { input: 'sample', output: 'every' },
        { source: beats, states, batch },
      ),
      await this.#projection(encoder1, { source: states, product, batch }),
      await this.#recurrence(
        encoder1,
        { input: 'step', output: 'last' },
        { source: product, states: code, batch },
      ),
      await this.#projection(decoder0, { source: code, isCode: true, product, batch }),
      await this.#recurrence(
        decoder0,
        { input: 'beat', output: 'every' },
        { source: product, states, batch },
      ),
      await this.#projection(decoder1, { source: states, product, batch }),
      await this.#recurrence(
        decoder1,
        { input: 'step', output: 'every' },
        { source: product, states, batch },
      ),
      await this.#reconstruction(states, reconstructions, batch),
      ...(results === 'losses' ? [await this.#losses(workspace, batch)] : []),
    ];
  }

  /** The number of beats of the next run that is submitted. */
  setBatch(batch: number): void {
    this.#device.queue.writeBuffer(this.#sizes, 0, Uint32Array.of(batch));
  }

  #upload(layer: LstmLayer, parameters: Parameters): LayerBuffers {
    const { input, recurrent, bias } = layerVectors(layer, parameters);
    const device = this.#device;
    return {
      layer,
      recurrent: weightBuffer(device, recurrent, this.#float),
      input: weightBuffer(device, input, this.#float),
      bias: weightBuffer(device, bias, 'f32'),
      sample: weightBuffer(
        device,
        Float32Array.from([...(layer.inputSize === 1 ? input : []), ...bias]),
        'f32',
      ),
    };
  }

  async #recurrence(
    { layer, recurrent, sample }: LayerBuffers,
    kind: Pick<RecurrenceShader, 'input' | 'output'>,
    { source, states, batch }: { source: GPUBuffer; states: GPUBuffer; batch: number },
  ): Promise<Dispatch> {
    const { units } = layer;
    const {
      maxComputeWorkgroupStorageSize: workgroupBytes,
      maxComputeInvocationsPerWorkgroup: workgroupThreads,
    } = this.#device.limits;
    const float = this.#float;
    const tiling = tilingOf(
      { units, batch, weightBytes: bytesOf(float), wantedWorkgroups: this.#wantedWorkgroups },
      { workgroupBytes, workgroupThreads },
    );
    const steps = this.#architecture.sampleCount;
    const code = recurrenceShader({ units, steps, tiling, float, ...kind });
    const kernel = await this.#bound(code, [
      [recurrenceBindings.sizes, this.#sizes],
      [recurrenceBindings.recurrent, recurrent],
      [recurrenceBindings.source, source],
      ...(kind.input === 'sample' ? [[recurrenceBindings.inputWeights, sample] as const] : []),
      [recurrenceBindings.states, states],
    ]);
    return { ...kernel, workgroups: [Math.ceil(batch / (tiling.beatsPerThread * tiling.groups)), 1] };
  }

  async #projection(
    { layer, input, bias }: LayerBuffers,
    parts: { source: GPUBuffer; isCode?: true; product: GPUBuffer; batch: number },
  ): Promise<Dispatch> {
    const { source, isCode = false, product, batch } = parts;
    const { units, inputSize } = layer;
    const rowsPerBeat = isCode ? 1 : this.#architecture.sampleCount;
    const float = this.#float;
    const inputFloat = isCode ? 'f32' : float;
    const code = projectionShader({ inputSize, units, float, inputFloat, rowsPerBeat });
    const kernel = await this.#bound(code, [
      [projectionBindings.sizes, this.#sizes],
      [projectionBindings.weights, input],
      [projectionBindings.bias, bias],
      [projectionBindings.source, source],
      [projectionBindings.product, product],
    ]);
    const rows = Math.ceil((batch * rowsPerBeat) / projectionTile.rows);
    return { ...kernel, workgroups: [rows, Math.ceil(units / projectionTile.units)] };
  }

  async #reconstruction(states: GPUBuffer, reconstructions: GPUBuffer, batch: number): Promise<Dispatch> {
    const { hidden: units, sampleCount: steps } = this.#architecture;
    const kernel = await this.#bound(outputShader({ units, steps, float: this.#float }), [
      [outputBindings.sizes, this.#sizes],
      [outputBindings.weights, this.#output],
      [outputBindings.states, states],
      [outputBindings.reconstructions, reconstructions],
    ]);
    return { ...kernel, workgroups: [Math.ceil(batch / outputThreads), steps] };
  }

  async #losses({ beats, reconstructions, losses }: Workspace, batch: number): Promise<Dispatch> {
    const kernel = await this.#bound(lossShader(this.#architecture.sampleCount), [
      [lossBindings.sizes, this.#sizes],
      [lossBindings.beats, beats],
      [lossBindings.reconstructions, reconstructions],
      [lossBindings.losses, losses],
    ]);
    return { ...kernel, workgroups: [Math.ceil(batch / lossThreads), 1] };
  }

  #bound(code: string, buffers: Bindings): Promise<BoundKernel> {
    return bindKernel(this.#device, code, buffers);
  }
}
