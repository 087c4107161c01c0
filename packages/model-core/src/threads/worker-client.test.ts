import { expect, it } from 'vitest';
import { createUntrainedModel } from '../model.ts';
import { WorkerClient } from './worker-client.ts';
import type { WorkerJob } from './worker-messages.ts';

const job: WorkerJob = { kind: 'score', model: createUntrainedModel({ embedding: 1, seed: 1 }) };

/** A worker that reports ready, then runs the code for each request. */
const workerThat = (code: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ id }) => { ${code} });
      parentPort.postMessage({ kind: 'ready' });
    `)}`,
  );

it('rejects pending and later calls when the worker exits', async () => {
  const worker = await WorkerClient.start(job, workerThat('process.exit(3)'));
  const pending = [worker.call('state'), worker.call('memory')];
  const results = await Promise.allSettled(pending);
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
  await expect(worker.call('state')).rejects.toMatchObject({ name: 'ModelCoreError', code: 'engine-failed' });
  await expect(worker.call('state')).rejects.toThrow('exited with code 3');
});

it('reports the error that ended the worker', async () => {
  const worker = await WorkerClient.start(
    job,
    workerThat("setImmediate(() => { throw new Error('out of order') })"),
  );
  await expect(worker.call('state')).rejects.toThrow('out of order');
});

it('rejects pending calls on dispose', async () => {
  const worker = await WorkerClient.start(job, workerThat(''));
  const pending = worker.call('state');
  const rejected = expect(pending).rejects.toMatchObject({ code: 'engine-failed' });
  await worker.dispose();
  await rejected;
});

it('passes on the code of a failure and serves the other calls', async () => {
  const failing =
    "parentPort.postMessage({ kind: 'failure', id, code: 'invalid-argument', message: 'no ' + id })";
  const worker = await WorkerClient.start(job, workerThat(failing));
  await expect(worker.call('state')).rejects.toMatchObject({ code: 'invalid-argument', message: 'no 1' });
  await expect(worker.call('state')).rejects.toMatchObject({ message: 'no 2' });
  await worker.dispose();
});

it('fails to start if the worker does', async () => {
  const broken = new URL(`data:text/javascript,${encodeURIComponent("throw new Error('no library')")}`);
  await expect(WorkerClient.start(job, broken)).rejects.toThrow('no library');
});
