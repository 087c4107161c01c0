import { parentPort } from 'node:worker_threads';
import { ModelCoreError } from '../errors.ts';
import { transferables } from './transferables.ts';
import type { WorkerResponse, WorkerCalls, WorkerRequest } from './worker-messages.ts';

/**
 * Runs a worker thread: creates its engine, reports that it is ready, then serves calls.
 * @param library name put before messages of errors that are not a ModelCoreError
 */
export async function serveCalls(
  library: string,
  makeCalls: () => Partial<WorkerCalls> | Promise<Partial<WorkerCalls>>,
): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('serveCalls runs in a worker thread');
  const respond = (response: WorkerResponse): void => {
    port.postMessage(response, response.kind === 'result' ? transferables(response.result) : []);
  };
  try {
    const calls = await makeCalls();
    port.on('message', (request: WorkerRequest) => {
      void responseTo(calls, request, library).then(respond);
    });
    respond({ kind: 'ready' });
  } catch (cause) {
    respond(failure(cause, library));
  }
}

async function responseTo(
  calls: Partial<WorkerCalls>,
  { id, call, parameters }: WorkerRequest,
  library: string,
): Promise<WorkerResponse> {
  try {
    const run = calls[call] as ((...values: readonly unknown[]) => Promise<unknown>) | undefined;
    if (run === undefined) throw new Error(`this worker does not serve the call ${call}`);
    return { kind: 'result', id, result: await run(...parameters) };
  } catch (cause) {
    return { ...failure(cause, library), id };
  }
}

function failure(cause: unknown, library: string): Extract<WorkerResponse, { kind: 'failure' }> {
  const message = cause instanceof Error ? cause.message : String(cause);
  return cause instanceof ModelCoreError
    ? { kind: 'failure', code: cause.code, message }
    : { kind: 'failure', code: 'engine-failed', message: `${library}: ${message}` };
}
