import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { memoryOf } from './packed-steps.ts';
import { runSignal } from './run-signal.ts';
import type { SignalFailure, SignalMessage, SignalTask } from './signal-task.ts';

/** Messages that may wait for the other thread. */
const mostWaiting = 4;

if (parentPort === null) throw new Error('signal-worker.ts runs in a worker thread');
const port = parentPort;
let waiting = 0;
port.on('message', () => {
  waiting -= 1;
});

async function say(message: SignalMessage): Promise<void> {
  port.postMessage(message, message.type === 'steps' ? memoryOf(message.steps) : []);
  if (message.type !== 'steps') return;
  waiting += 1;
  while (waiting >= mostWaiting) await once(port, 'message');
}

try {
  await runSignal(workerData as SignalTask, say);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  port.postMessage({ type: 'failed', message } satisfies SignalFailure);
} finally {
  port.close();
}
