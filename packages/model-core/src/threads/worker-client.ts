import { SHARE_ENV, Worker } from 'node:worker_threads';
import { ModelCoreError } from '../errors.ts';
import type { WorkerAnswer, WorkerCalls, WorkerJob } from './worker-messages.ts';

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ModelCoreError) => void;
}

const engineFailed = (message: string, cause?: unknown): ModelCoreError =>
  new ModelCoreError(message, { code: 'engine-failed', cause });

const engineOf = (job: WorkerJob): string => (job.kind === 'score-onnx' ? 'onnx' : 'tensorflow');

/** A worker thread with one engine in it, asked from this side. Keeps the process alive only while it is asked. */
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
   * Starts a thread and waits until its engine is made: one to two seconds.
   * @param entry the thread's first module
   * @throws ModelCoreError as making the engine does; `engine-failed` where the thread ends instead
   */
  static async start(job: WorkerJob, entry: URL): Promise<WorkerClient> {
    const worker = new Worker(entry, {
      workerData: job,
      // It brings the loader it needs, whatever this thread was started with.
      execArgv: [],
      // The library reads the process's environment, not the thread's copy.
      env: SHARE_ENV,
    });
    const client = new WorkerClient(worker, engineOf(job));
    await client.#untilReady();
    return client;
  }

  /**
   * @throws ModelCoreError as the call does in the worker; `engine-failed` where the worker ended, and for all calls
   * that it had not answered
   */
  call<Name extends keyof WorkerCalls>(
    call: Name,
    ...parameters: Parameters<WorkerCalls[Name]>
  ): ReturnType<WorkerCalls[Name]> {
    const id = this.#nextId++;
    const asked = new Promise<unknown>((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      this.#pending.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ id, call, parameters });
    });
    return asked as ReturnType<WorkerCalls[Name]>;
  }

  /** Ends the thread; calls that it has not answered fail. */
  async dispose(): Promise<void> {
    this.#end(engineFailed(`the engine ${this.#engine} was disposed`));
    await this.#worker.terminate();
  }

  #untilReady(): Promise<void> {
    return new Promise((resolve, reject) => {
      // Failure before the first answer, under a number that no call has.
      this.#pending.set(0, {
        resolve: () => {
          resolve();
        },
        reject,
      });
      this.#worker.on('message', (answer: WorkerAnswer) => {
        this.#take(answer);
      });
      this.#worker.on('error', (cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        this.#end(engineFailed(`the worker of the engine ${this.#engine} failed: ${reason}`, cause));
      });
      this.#worker.on('exit', (code) => {
        this.#end(engineFailed(`the worker of the engine ${this.#engine} ended with ${code}`));
      });
    });
  }

  #take(answer: WorkerAnswer): void {
    const id = answer.kind === 'ready' ? 0 : (answer.id ?? 0);
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker.unref();
    if (answer.kind === 'failure') pending?.reject(new ModelCoreError(answer.message, { code: answer.code }));
    else pending?.resolve(answer.kind === 'ready' ? undefined : answer.result);
  }

  #end(error: ModelCoreError): void {
    this.#ended ??= error;
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }
}
