import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildGateway } from '@beatwatch/gateway';
import { createLogger } from '@beatwatch/service-kit';
import { demoSession, SessionTokens } from '@beatwatch/service-kit/session';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { io } from 'socket.io-client';
import { afterEach, expect, it, type TestContext } from 'vitest';
import { pythonForTest } from '../stack/python.ts';

const requirements = new URL('../stack/requirements-caddy.txt', import.meta.url);
const caddyfile = fileURLToPath(new URL('../../infra/Caddyfile', import.meta.url));
const secret = 's'.repeat(32);

let caddy: ChildProcess | undefined;
let gateway: ReturnType<typeof buildGateway> | undefined;
let stream: MessageStream | undefined;
let dashboard: Server | undefined;

afterEach(async () => {
  caddy?.kill('SIGKILL');
  await gateway?.stop();
  await stream?.stop();
  dashboard?.close();
});

/** The page's proxy as compose runs it, before a real gateway and in the place of the dashboard an echo. */
async function start(context: Pick<TestContext, 'skip'>): Promise<number> {
  const program = join(dirname(await pythonForTest(context, requirements)), 'caddy');
  stream = createInProcessStream();
  const port = await freePort();
  gateway = buildGateway({
    stream,
    logger: createLogger('gateway', 'silent'),
    secret,
    port: 0,
    guard: { allowedHosts: [{ name: 'ward.example' }] },
  });
  await gateway.start();
  dashboard = createServer(({ headers, url }, response) => {
    response.end(JSON.stringify({ host: headers.host, url }));
  });
  await new Promise<void>((resolve) => dashboard?.listen(0, '127.0.0.1', resolve));
  caddy = spawn(program, ['run', '--adapter', 'caddyfile', '--config', caddyfile], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PAGE_SITE: `:${port}`,
      GATEWAY_ADDRESS: `127.0.0.1:${gateway.port}`,
      DASHBOARD_ADDRESS: `127.0.0.1:${(dashboard.address() as AddressInfo).port}`,
    },
  });
  await expect.poll(() => get(port, '/', 'ward.example').catch(() => undefined)).toBeDefined();
  return port;
}

/** Taken a moment later; nothing else here opens ports by chance. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const get = (port: number, path: string, host: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    })
      .once('error', reject)
      .end();
  });

function connect(port: number, host: string, token: string): Promise<string> {
  const headers = { host, origin: `https://${host}` };
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: { token },
    extraHeaders: headers,
  });
  return new Promise<string>((resolve) => {
    socket.once('connect', () => {
      resolve('let in');
    });
    socket.once('connect_error', ({ message }) => {
      resolve(message);
    });
  }).finally(() => {
    socket.disconnect();
  });
}

it('the proxy of compose serves pages and the socket under one address, and keeps the name it was asked for', async (context) => {
  const port = await start(context);
  const page = await get(port, '/patients/p1?x=1', 'ward.example');
  expect(JSON.parse(page.body)).toEqual({ host: 'ward.example', url: '/patients/p1?x=1' });
  const token = await new SessionTokens(secret).forSocket(demoSession());
  expect(await connect(port, 'ward.example', token)).toBe('let in');
  expect(await connect(port, 'ward.example', '')).toContain('Expected a token');
  expect(await connect(port, 'evil.example', token)).not.toBe('let in');
  expect((await get(port, '/socket.io/?EIO=4&transport=websocket', 'evil.example')).status).toBe(421);
});
