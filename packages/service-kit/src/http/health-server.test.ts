import { afterEach, expect, it } from 'vitest';
import { createLogger } from '../logger.ts';
import { createRegistry } from '../metrics.ts';
import { httpFace, httpFaceOf } from '../testing/index.ts';
import { startHealthServer, type HealthServer } from './health-server.ts';

let server: HealthServer | undefined;
afterEach(() => server?.stop());

const start = async (checks: Parameters<typeof startHealthServer>[0]['checks']): Promise<string> => {
  const logger = createLogger('test', 'silent');
  server = await startHealthServer({ port: 0, registry: createRegistry('test'), checks, logger });
  return `http://127.0.0.1:${server.port}`;
};

it('is ready only while every check holds, and names the ones that do not', async () => {
  let connected = false;
  const broken = (): Promise<boolean> =>
    connected ? Promise.resolve(true) : Promise.reject(new Error('gone'));
  const url = await start({ database: () => connected, stream: () => true, broker: broken });
  const before = await fetch(`${url}/readyz`);
  expect([before.status, before.headers.get('content-type'), await before.json()]).toEqual([
    503,
    'application/problem+json',
    {
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      detail: 'Not ready: database, broker.',
      ready: false,
      failing: ['database', 'broker'],
    },
  ]);
  connected = true;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_cpu_seconds_total');
});

it('says why a check does not hold, and does not wait for one that hangs', async () => {
  const url = await start({
    judging: () => 'not judged since 03:12:07',
    database: () => new Promise<boolean>(() => undefined),
  });
  const response = await fetch(`${url}/readyz`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({
    detail: 'Not ready: judging (not judged since 03:12:07), database (no result within 3 s).',
    failing: ['judging', 'database'],
  });
});

it('has the HTTP interface of every app', async () => {
  expect(await httpFaceOf(await start({}))).toEqual(httpFace);
});
