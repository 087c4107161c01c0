import { expect, it } from 'vitest';
import { createUntrainedModel } from '../model.ts';
import { WorkerClient } from './worker-client.ts';
import type { WorkerJob } from './worker-messages.ts';

const job: WorkerJob = { kind: 'score', model: createUntrainedModel({ embedding: 1, seed: 1 }) };

/** A worker that says it is ready and then does what the code says with each request. */
const workerThat = (code: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ id }) => { ${code} });
      parentPort.postMessage({ kind: 'ready' });
    `)}`,
  );

it('rejects what is pending and what comes later when the worker dies', async () => {
  const worker = await WorkerClient.start(job, workerThat('process.exit(3)'));
  const asked = [worker.call('state'), worker.call('memory')];
  const results = await Promise.allSettled(asked);
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
  await expect(worker.call('state')).rejects.toMatchObject({ name: 'ModelCoreError', code: 'engine-failed' });
  await expect(worker.call('state')).rejects.toThrow('ended with 3');
});

it('tells the error that ended the worker', async () => {
  const worker = await WorkerClient.start(
    job,
    workerThat("setImmediate(() => { throw new Error('out of order') })"),
  );
  await expect(worker.call('state')).rejects.toThrow('out of order');
});

it('rejects what is pending when it is disposed', async () => {
  const worker = await WorkerClient.start(job, workerThat(''));
  const asked = worker.call('state');
  const rejected = expect(asked).rejects.toMatchObject({ code: 'engine-failed' });
  await worker.dispose();
  await rejected;
});

it('passes on the code of a failure and answers the other calls', async () => {
  const failing =
    "parentPort.postMessage({ kind: 'failure', id, code: 'invalid-argument', message: 'no ' + id })";
  const worker = await WorkerClient.start(job, workerThat(failing));
  await expect(worker.call('state')).rejects.toMatchObject({ code: 'invalid-argument', message: 'no 1' });
  await expect(worker.call('state')).rejects.toMatchObject({ message: 'no 2' });
  await worker.dispose();
});

it('does not start where the worker cannot', async () => {
  const broken = new URL(`data:text/javascript,${encodeURIComponent("throw new Error('no library')")}`);
  await expect(WorkerClient.start(job, broken)).rejects.toThrow('no library');
});
