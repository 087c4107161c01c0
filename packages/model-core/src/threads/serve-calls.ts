import { parentPort } from 'node:worker_threads';
import { ModelCoreError } from '../errors.ts';
import { transferables } from './transferables.ts';
import type { WorkerAnswer, WorkerCalls, WorkerRequest } from './worker-messages.ts';

/**
 * A worker thread's whole work: makes its engine, says that it is ready and answers calls.
 * @param library prefix for the message of a foreign error
 */
export async function serveCalls(
  library: string,
  makeCalls: () => Partial<WorkerCalls> | Promise<Partial<WorkerCalls>>,
): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('serveCalls runs in a worker thread');
  const answer = (message: WorkerAnswer): void => {
    port.postMessage(message, message.kind === 'result' ? transferables(message.result) : []);
  };
  try {
    const calls = await makeCalls();
    port.on('message', (request: WorkerRequest) => {
      void answerTo(calls, request, library).then(answer);
    });
    answer({ kind: 'ready' });
  } catch (cause) {
    answer(failure(cause, library));
  }
}

async function answerTo(
  calls: Partial<WorkerCalls>,
  { id, call, parameters }: WorkerRequest,
  library: string,
): Promise<WorkerAnswer> {
  try {
    const run = calls[call] as ((...values: readonly unknown[]) => Promise<unknown>) | undefined;
    if (run === undefined) throw new Error(`this worker knows no ${call}`);
    return { kind: 'result', id, result: await run(...parameters) };
  } catch (cause) {
    return { ...failure(cause, library), id };
  }
}

function failure(cause: unknown, library: string): Extract<WorkerAnswer, { kind: 'failure' }> {
  const message = cause instanceof Error ? cause.message : String(cause);
  return cause instanceof ModelCoreError
    ? { kind: 'failure', code: cause.code, message }
    : { kind: 'failure', code: 'engine-failed', message: `${library}: ${message}` };
}
