import { afterEach, expect, it } from 'vitest';
import { startHealthServer, type HealthServer } from './health.ts';
import { createRegistry } from './metrics.ts';

let server: HealthServer | undefined;
afterEach(() => server?.stop());

it('is ready only while every check holds, and names the ones that do not', async () => {
  let connected = false;
  server = await startHealthServer({
    port: 0,
    registry: createRegistry('test'),
    checks: { database: () => connected, stream: () => true },
  });
  const url = `http://127.0.0.1:${server.port}`;
  const before = await fetch(`${url}/readyz`);
  expect([before.status, await before.json()]).toEqual([503, { ready: false, failing: ['database'] }]);
  connected = true;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_cpu_seconds_total');
});
