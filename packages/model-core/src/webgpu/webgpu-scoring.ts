import type { LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import { exampleLosses } from '../engines/example-losses.ts';
import { exampleRuns, type ExampleRun } from '../engines/example-runs.ts';
import { withoutRest } from '../engines/without-rest.ts';
import type { BatchScores, ScoreOptions } from '../engines/engine.ts';
import { ModelCoreError } from '../errors.ts';
import type { Model } from '../model.ts';
import {
  createWorkspace,
  destroyWorkspace,
  largestRunOf,
  mapRead,
  usage,
  type Workspace,
  type WorkspaceSizes,
} from './buffers.ts';
import { openErrorScopes } from './error-scopes.ts';
import { recordDispatches } from './kernels.ts';
import { LstmKernels } from './lstm-kernels.ts';
import type { StoredFloat } from './stored-float.ts';

/** Runs that have been submitted and not been read yet: while one is copied back, the next computes. */
const runsInFlight = 3;

export interface WebgpuScoringOptions {
  /** `f16`: weights and states between layers in half precision, sums in 32 bits; needs the feature `shader-f16`. Default `f32`. */
  readonly float?: StoredFloat;
  /** Workgroups that keep the device busy; see `tilingOf`. */
  readonly wantedWorkgroups?: number;
}

type Results = NonNullable<ScoreOptions['results']>;

/** Scores beats on a device, in the thread that opened it. Nothing waits in it: reading back is asynchronous. */
export class WebgpuScoring {
  readonly #device: GPUDevice;
  readonly #architecture: LstmAutoencoderArchitecture;
  readonly #sizes: WorkspaceSizes;
  readonly #largestRun: number;
  readonly #kernels: LstmKernels;
  readonly #freeBuffers: GPUBuffer[] = [];
  readonly #waiting: (() => void)[] = [];
  #workspace: Workspace | undefined;
  #inFlight = 0;
  /** Runs are prepared and submitted one after the other. */
  #submitted: Promise<unknown> = Promise.resolve();
  #lost: string | undefined;

  /** @throws ModelCoreError (`invalid-argument`) for another kind of model, or for `f16` where the device lacks it */
  constructor(
    device: GPUDevice,
    { manifest, parameters }: Model,
    { float = 'f32', wantedWorkgroups }: WebgpuScoringOptions = {},
  ) {
    const { architecture } = manifest;
    if (architecture.kind !== 'lstm-autoencoder')
      throw new ModelCoreError(
        {
          field: 'architecture',
          found: architecture.kind,
          expected: 'lstm-autoencoder for scoring on webgpu',
        },
        { code: 'invalid-argument' },
      );
    if (float === 'f16' && !device.features.has('shader-f16'))
      throw new ModelCoreError(
        {
          field: 'precision',
          found: 'float16',
          expected: 'float32, since this GPU does not compute in half precision',
        },
        { code: 'invalid-argument' },
      );
    const { sampleCount: steps, embedding, hidden } = architecture;
    this.#device = device;
    this.#architecture = architecture;
    this.#sizes = { steps, embedding, hidden, float };
    this.#largestRun = largestRunOf(this.#sizes, device.limits);
    this.#kernels = new LstmKernels(device, architecture, parameters, { float, wantedWorkgroups });
    void device.lost.then(({ message, reason }) => {
      this.#lost = `the GPU was lost (${reason}): ${message}`;
    });
  }

  /**
   * @param beats `[batch * sampleCount]`
   * @throws ModelCoreError (`engine-failed`) if the device is lost or out of memory
   */
  async score(
    beats: Float32Array,
    batch: number,
    { results = 'all' }: ScoreOptions = {},
  ): Promise<BatchScores> {
    if (results === 'losses') return withoutRest(await this.#losses(beats, batch));
    const { sampleCount, embedding } = this.#architecture;
    const reconstructions = new Float32Array(beats.length);
    const latents = new Float32Array(batch * embedding);
    await Promise.all(
      [...exampleRuns(beats, batch, this.#largestRun)].map(async (run) => {
        const found = await this.#inTurn(run, 'all');
        reconstructions.set(found.subarray(0, run.examples.length), run.first * sampleCount);
        latents.set(found.subarray(run.examples.length), run.first * embedding);
      }),
    );
    const losses = exampleLosses('absolute-error-sum', {
      outputs: reconstructions,
      targets: beats,
      size: batch,
    });
    return { losses, reconstructions, latents };
  }

  async #losses(beats: Float32Array, batch: number): Promise<Float64Array> {
    const losses = new Float64Array(batch);
    await Promise.all(
      [...exampleRuns(beats, batch, this.#largestRun)].map(async (run) => {
        losses.set(await this.#inTurn(run, 'losses'), run.first);
      }),
    );
    return losses;
  }

  async #inTurn(run: ExampleRun, results: Results): Promise<Float32Array> {
    while (this.#inFlight >= runsInFlight) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#inFlight += 1;
    try {
      return await this.#run(run, results);
    } catch (cause) {
      if (cause instanceof ModelCoreError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ModelCoreError(`the engine webgpu: ${this.#lost ?? reason}`, {
        code: 'engine-failed',
        cause,
      });
    } finally {
      this.#inFlight -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** @returns reconstructions, then codes, of the run, or losses */
  async #run(run: ExampleRun, results: Results): Promise<Float32Array> {
    const { examples, count } = run;
    const numbers = results === 'losses' ? count : examples.length + count * this.#architecture.embedding;
    const submitted = this.#submitted.then(() => this.#submit(run, results, numbers));
    this.#submitted = submitted.catch(() => undefined);
    const { target, problem } = await submitted;
    try {
      const [found] = await Promise.all([problem, target.mapAsync(mapRead, 0, 4 * numbers)]);
      if (found !== undefined)
        throw new ModelCoreError(`the engine webgpu: ${found}`, { code: 'engine-failed' });
      return new Float32Array(target.getMappedRange(0, 4 * numbers).slice(0));
    } finally {
      target.unmap();
      this.#freeBuffers.push(target);
    }
  }

  async #submit(
    { examples, count }: ExampleRun,
    results: Results,
    numbers: number,
  ): Promise<{ readonly target: GPUBuffer; readonly problem: Promise<string | undefined> }> {
    if (this.#lost !== undefined) throw new Error(this.#lost);
    const device = this.#device;
    const endScopes = openErrorScopes(device);
    try {
      const workspace = this.#workspaceFor(count);
      const dispatches = await this.#kernels.prepare(workspace, count, results);
      const target = this.#readBuffer(4 * numbers);
      this.#kernels.setBatch(count);
      device.queue.writeBuffer(workspace.beats, 0, examples);
      const encoder = device.createCommandEncoder();
      recordDispatches(encoder, dispatches);
      if (results === 'losses') encoder.copyBufferToBuffer(workspace.losses, 0, target, 0, 4 * numbers);
      else {
        encoder.copyBufferToBuffer(workspace.reconstructions, 0, target, 0, examples.byteLength);
        const codeBytes = 4 * numbers - examples.byteLength;
        encoder.copyBufferToBuffer(workspace.code, 0, target, examples.byteLength, codeBytes);
      }
      device.queue.submit([encoder.finish()]);
      return { target, problem: endScopes() };
    } catch (error) {
      // A lost device answers with an error, too.
      await endScopes().catch(() => undefined);
      throw error;
    }
  }

  /** Grows by powers of two, so that a GPU's memory is taken as the batches need it. */
  #workspaceFor(count: number): Workspace {
    if (this.#workspace !== undefined && this.#workspace.capacity >= count) return this.#workspace;
    if (this.#workspace !== undefined) destroyWorkspace(this.#workspace);
    const capacity = Math.min(this.#largestRun, 2 ** Math.ceil(Math.log2(count)));
    this.#workspace = createWorkspace(this.#device, this.#sizes, capacity);
    return this.#workspace;
  }

  #readBuffer(bytes: number): GPUBuffer {
    const free = this.#freeBuffers.pop();
    if (free !== undefined && free.size >= bytes) return free;
    free?.destroy();
    return this.#device.createBuffer({ size: bytes, usage: usage.mapRead | usage.copyTarget });
  }
}
