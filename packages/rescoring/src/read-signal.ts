import { Worker } from 'node:worker_threads';
import { RescoreError } from './errors.ts';
import type { SignalFailure, SignalMessage, SignalTask } from './signal-task.ts';

const entry = new URL('./signal-worker-start.mjs', import.meta.url);

/**
 * What a thread of its own makes of the stored signal, in order; the thread works ahead by a few messages.
 * @throws RescoreError (`unreadable`) where it fails
 */
export async function* readSignal(task: SignalTask): AsyncGenerator<SignalMessage, void, undefined> {
  const worker = new Worker(entry, { workerData: task });
  const messages: (SignalMessage | SignalFailure)[] = [];
  let wake: () => void = () => undefined;
  const push = (message: SignalMessage | SignalFailure): void => {
    messages.push(message);
    wake();
  };
  worker.on('message', push);
  worker.on('error', (error) => {
    push({ type: 'failed', message: error.message });
  });
  worker.on('exit', () => {
    push({ type: 'failed', message: 'the thread that reads the signal has ended' });
  });
  try {
    for (;;) {
      const message = messages.shift();
      if (message === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      if (message.type === 'failed') throw new RescoreError(message.message, { code: 'unreadable' });
      yield message;
      if (message.type === 'done') return;
      worker.postMessage('more');
    }
  } finally {
    await worker.terminate();
  }
}
