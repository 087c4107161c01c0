import { openJobQueue, type JobQueue, type JobWorker } from '@beatwatch/job-queue';
import { createLogger } from '@beatwatch/service-kit';
import { httpFace, httpFaceOf, unauthorized, withWrongToken } from '@beatwatch/service-kit/testing';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { retrainKind } from '../jobs/retrain-job.ts';
import { buildJobServer, type JobServer, type JobServerOptions } from './server.ts';

let server: TestDatabase;
let database: Database;
let queue: JobQueue;
let app: JobServer;
const workers: JobWorker[] = [];

beforeAll(async () => {
  server = await databaseForTests();
  database = openDatabase({ connectionString: server.connectionString });
  queue = await openJobQueue({ pool: database.pool, kinds: [retrainKind], onError: () => undefined });
});
afterAll(async () => {
  await queue.close();
  await database.close();
  await server.stop();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await app.stop();
});

async function start(options: Partial<JobServerOptions> = {}): Promise<string> {
  app = buildJobServer({
    queue,
    logger: createLogger('test', 'silent'),
    port: 0,
    progressMs: 20,
    ...options,
  });
  await app.start();
  return `http://127.0.0.1:${app.port}`;
}

const post = (url: string, body: unknown): Promise<Response> =>
  fetch(`${url}/v1/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly ended: boolean;
  readonly progress?: unknown;
}

describe('jobs over HTTP', () => {
  it('are created with every default, found, listed and cancelled once', async () => {
    const url = await start();
    const created = await post(url, { kind: 'retrain', data: { epochs: 2, patients: ['ann'] } });
    expect(created.status).toBe(201);
    const job = (await created.json()) as Shown;
    expect(created.headers.get('location')).toBe(`/v1/jobs/${job.id}`);
    expect(job).toMatchObject({
      kind: 'retrain',
      state: 'waiting',
      ended: false,
      data: { epochs: 2, patients: ['ann'], base: 'champion', sinceMs: 604_800_000 },
    });
    expect(await (await fetch(`${url}/v1/jobs/${job.id}`)).json()).toEqual(job);
    expect(await (await fetch(`${url}/v1/jobs?limit=1`)).json()).toEqual({ jobs: [job] });
    const cancel = (): Promise<Response> => fetch(`${url}/v1/jobs/${job.id}`, { method: 'DELETE' });
    const cancelled = await cancel();
    expect(cancelled.status).toBe(202);
    expect(await cancelled.json()).toMatchObject({ state: 'cancelled', ended: true });
    expect((await cancel()).status).toBe(409);
  });

  it.each([
    ['an unknown kind', { kind: 'dance' }, { field: 'kind', found: 'dance', expected: 'retrain' }],
    ['no kind', {}, { field: 'kind', expected: 'retrain' }],
    ['a wrong number', { kind: 'retrain', data: { epochs: 0 } }, { field: 'epochs' }],
    ['an unknown field', { kind: 'retrain', data: { epoch: 1 } }, {}],
    [
      'a name that is no patient id',
      { kind: 'retrain', data: { patients: ['a b'] } },
      { field: 'patients[0]' },
    ],
  ])('refuse %s with what was found and expected', async (_, body, refusal) => {
    const response = await post(await start(), body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ errors: [refusal] });
  });

  it('say which ids and limits there are not', async () => {
    const url = await start();
    expect((await fetch(`${url}/v1/jobs/8d7d0a3e-1111-4222-8333-444455556666`)).status).toBe(404);
    expect((await fetch(`${url}/v1/jobs/x`)).status).toBe(404);
    expect((await fetch(`${url}/v1/jobs?limit=0`)).status).toBe(400);
  });

  it('are followed as events from the first state to the last', async () => {
    const url = await start();
    const { id } = (await (await post(url, { kind: 'retrain' })).json()) as Shown;
    const following = fetch(`${url}/v1/jobs/${id}/events`);
    workers.push(
      queue.work(
        retrainKind,
        async ({ report, signal }) => {
          report({ epoch: 1 });
          await new Promise((resolve) => setTimeout(resolve, 300));
          report({ epoch: 2 });
          expect(signal.aborted).toBe(false);
          return { version: 'v1' };
        },
        { pollMs: 20, heartbeatMs: 20 },
      ),
    );
    const response = await following;
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    // The server ends the stream with the job.
    const events = (await response.text())
      .split('\n\n')
      .filter((event) => event !== '')
      .map((event) => JSON.parse(event.replace('event: job\ndata: ', '')) as Shown);
    expect(events[0]).toMatchObject({ id, ended: false });
    expect(events.map(({ progress }) => progress)).toContainEqual({ epoch: 1 });
    expect(events.at(-1)).toMatchObject({ state: 'completed', ended: true, result: { version: 'v1' } });
  });

  it('end the streams of those who follow when the server stops', async () => {
    const url = await start();
    const { id } = (await (await post(url, { kind: 'retrain' })).json()) as Shown;
    const response = await fetch(`${url}/v1/jobs/${id}/events`);
    const text = response.text();
    const startedMs = performance.now();
    await app.stop();
    expect(await text).toContain(id);
    expect(performance.now() - startedMs).toBeLessThan(5000);
    await queue.cancel(id);
  });

  it('have the HTTP interface of every app, and are refused without the token', async () => {
    const open = await start();
    expect(await httpFaceOf(open)).toEqual(httpFace);
    await app.stop();
    const url = await start({ token: 'a token of some length' });
    expect(await withWrongToken(`${url}/v1/jobs`)).toEqual(unauthorized);
    const stranger = await fetch(`${url}/v1/jobs`, { headers: { origin: 'http://evil.example' } });
    expect(stranger.status).toBe(403);
  });
});
