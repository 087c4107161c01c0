import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { Parameters } from '../autoencoders/parameters.ts';
import { ModelCoreError, requireWholeNumber } from '../errors.ts';

/**
 * Beats scored at once. onnxruntime computes on the calling thread: larger runs are no faster, but block the event
 * loop for longer and need more memory.
 */
export const largestRun = 32;

export interface OnnxEngineOptions {
  /** Threads per operator, 1 or more. Default 1: on a shared machine a second thread mostly waits. */
  readonly threads?: number;
}

/** @throws ModelCoreError (`engine-failed`) if onnxruntime rejects the graph */
export async function createSession(
  graph: Uint8Array,
  options: OnnxEngineOptions,
): Promise<InferenceSession> {
  const { threads = 1 } = options;
  requireWholeNumber('threads', threads, 1);
  try {
    return await InferenceSession.create(graph, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      // Idle threads must not spin: other processes of the pipeline need the cores.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (cause) {
    throw engineFailure('create a session', cause);
  }
}

export type Feeds = Readonly<Record<string, Tensor>>;

/** Inputs over the arrays of the tensors: a run reads their values of that time. */
export const feedsOf = (tensors: Parameters): Feeds =>
  Object.fromEntries([...tensors].map(([name, { shape, values }]) => [name, floatTensor(values, shape)]));

/** @throws ModelCoreError (`engine-failed`) if the run fails */
export async function runSession(
  session: InferenceSession,
  feeds: Feeds,
  outputs: readonly string[] = session.outputNames,
): Promise<Readonly<Record<string, Tensor>>> {
  try {
    return await session.run(feeds, outputs);
  } catch (cause) {
    throw engineFailure('run', cause);
  }
}

function engineFailure(action: string, cause: unknown): ModelCoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ModelCoreError(`onnxruntime could not ${action}: ${reason}`, { code: 'engine-failed', cause });
}

/** @throws ModelCoreError (`engine-failed`) if the output is missing or not float32 */
export function floatOutput(outputs: Readonly<Record<string, Tensor>>, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (data instanceof Float32Array) return data;
  throw new ModelCoreError(`onnxruntime returned no float32 output ${name}`, { code: 'engine-failed' });
}

export function floatTensor(values: Float32Array, shape: readonly number[]): Tensor {
  return new Tensor('float32', values, shape);
}

/** Versions of the libraries that results depend on, by name. */
export const engineLibraries = (): Record<string, string> => ({
  'onnxruntime-node': env.versions.node ?? 'unknown',
});
