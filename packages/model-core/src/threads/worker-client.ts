import { SHARE_ENV, Worker } from 'node:worker_threads';
import { ModelCoreError } from '../errors.ts';
import type { WorkerResponse, WorkerCalls, WorkerJob } from './worker-messages.ts';

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ModelCoreError) => void;
}

const engineFailed = (message: string, cause?: unknown): ModelCoreError =>
  new ModelCoreError(message, { code: 'engine-failed', cause });

function engineOf({ kind }: WorkerJob): string {
  if (kind === 'score-webgpu') return 'webgpu';
  return kind.endsWith('-onnx') ? 'onnx' : 'tensorflow';
}

/** Client of a worker thread that runs one engine. Keeps the process alive only while a call is pending. */
export class WorkerClient {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #ended: ModelCoreError | undefined;

  readonly #engine: string;

  private constructor(worker: Worker, engine: string) {
    this.#worker = worker;
    this.#engine = engine;
  }

  /**
   * Starts a thread and waits for its engine, which takes one to two seconds.
   * @param entry the thread's entry module
   * @throws ModelCoreError of the engine's creation; `engine-failed` if the thread ends before
   */
  static async start(job: WorkerJob, entry: URL): Promise<WorkerClient> {
    const worker = new Worker(entry, {
      workerData: job,
      // The entry module registers its own loader, so the flags of this process must not be inherited.
      execArgv: [],
      // Native libraries read the process's environment, not the thread's copy.
      env: SHARE_ENV,
    });
    const client = new WorkerClient(worker, engineOf(job));
    await client.#untilReady();
    return client;
  }

  /**
   * @throws ModelCoreError of the call in the worker; `engine-failed` if the worker ends before it responds
   */
  call<Name extends keyof WorkerCalls>(
    call: Name,
    ...parameters: Parameters<WorkerCalls[Name]>
  ): ReturnType<WorkerCalls[Name]> {
    const id = this.#nextId++;
    const result = new Promise<unknown>((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      this.#pending.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ id, call, parameters });
    });
    return result as ReturnType<WorkerCalls[Name]>;
  }

  /** Ends the thread; pending calls are rejected with `engine-failed`. */
  async dispose(): Promise<void> {
    this.#end(engineFailed(`the engine ${this.#engine} was disposed of`));
    await this.#worker.terminate();
  }

  #untilReady(): Promise<void> {
    return new Promise((resolve, reject) => {
      // Id 0, which no call has, stands for the start: `ready` or the engine's failure.
      this.#pending.set(0, {
        resolve: () => {
          resolve();
        },
        reject,
      });
      this.#worker.on('message', (response: WorkerResponse) => {
        this.#settle(response);
      });
      this.#worker.on('error', (cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        this.#end(engineFailed(`the worker of the engine ${this.#engine} failed: ${reason}`, cause));
      });
      this.#worker.on('exit', (code) => {
        this.#end(engineFailed(`the worker of the engine ${this.#engine} exited with code ${code}`));
      });
    });
  }

  #settle(response: WorkerResponse): void {
    const id = response.kind === 'ready' ? 0 : (response.id ?? 0);
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker.unref();
    if (response.kind === 'failure')
      pending?.reject(new ModelCoreError(response.message, { code: response.code }));
    else pending?.resolve(response.kind === 'ready' ? undefined : response.result);
  }

  #end(error: ModelCoreError): void {
    this.#ended ??= error;
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }
}
