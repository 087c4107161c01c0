import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { ModelCoreError, requireWholeNumber } from '../errors.ts';

/**
 * Beats that are scored in one go. onnxruntime computes on the calling thread: larger runs are no faster, and hold up
 * the event loop and the memory for longer.
 */
export const largestRun = 32;

export interface OnnxEngineOptions {
  /** Threads inside one operator, 1 or more. Default 1: on a shared machine the second one mostly waits. */
  readonly threads?: number;
}

/** @throws ModelCoreError (`engine-failed`) where onnxruntime refuses the graph */
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
      // Idle threads sleep instead of spinning: the cores belong to the whole pipeline.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (cause) {
    throw engineFailure('create a session', cause);
  }
}

export type Feeds = Readonly<Record<string, Tensor>>;

/** @throws ModelCoreError (`engine-failed`) where the run fails */
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

/** @throws ModelCoreError (`engine-failed`) where the output is missing or holds no 32-bit floats */
export function floatOutput(outputs: Readonly<Record<string, Tensor>>, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (data instanceof Float32Array) return data;
  throw new ModelCoreError(`onnxruntime gave no float32 output ${name}`, { code: 'engine-failed' });
}

export function floatTensor(values: Float32Array, shape: readonly number[]): Tensor {
  return new Tensor('float32', values, shape);
}

/** Versions of the libraries that the numbers depend on. */
export const engineLibraries = (): Record<string, string> => ({
  'onnxruntime-node': env.versions.node ?? 'unknown',
});
