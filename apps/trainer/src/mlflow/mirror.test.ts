import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '@beatwatch/service-kit';
import { expect, it, onTestFinished } from 'vitest';
import { buildMlflowMirror } from './mirror.ts';

interface Warning {
  readonly why: string;
}

const noRoles = () => Promise.resolve({ champion: undefined, challenger: undefined });

function build(server: string, warnings: Warning[]) {
  const logger = { warn: (warning: Warning) => warnings.push(warning), info: () => undefined };
  const mirror = buildMlflowMirror({
    settings: { server, experiment: 'beatwatch' },
    sources: async () => ({ jobs: [], models: [], roles: await noRoles() }),
    roles: noRoles,
    isRunning: () => Promise.resolve(false),
    logger: logger as unknown as Logger,
    everyMs: 5,
    retryMs: 5,
  });
  onTestFinished(() => mirror.stop());
  return mirror;
}

it('says once that a server is down, however often it tries', async () => {
  const warnings: Warning[] = [];
  let tries = 0;
  const gate = createServer((_, response) => {
    tries += 1;
    response.writeHead(502).end();
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void gate.close());
  const server = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`;
  await build(server, warnings).start();
  await expect.poll(() => tries).toBeGreaterThan(3);
  expect(warnings).toEqual([
    { why: `MLflow at ${server} cannot be reached: status 502 (mlflow-unreachable)` },
  ]);
});

it('ends at once with its trainer where the server hangs', async () => {
  let asked = false;
  const gate = createServer(() => {
    asked = true;
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    gate.closeAllConnections();
    gate.close();
  });
  const mirror = build(`http://127.0.0.1:${(gate.address() as AddressInfo).port}`, []);
  await mirror.start();
  await expect.poll(() => asked).toBe(true);
  const startedMs = performance.now();
  await mirror.stop();
  expect(performance.now() - startedMs).toBeLessThan(2000);
});
