import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../logger.ts';
import { createHttpApp } from '../http/http-app.ts';
import { createGuardedServer, type ServerGuard } from './guard-server.ts';

let server: Server | undefined;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** A server that counts what gets through to it. */
async function listen(
  guard: ServerGuard = {},
): Promise<{ readonly port: number; readonly served: string[] }> {
  const served: string[] = [];
  server = createGuardedServer(guard);
  server.on('request', (request, response) => {
    served.push(request.url ?? '');
    response.end('served');
  });
  server.on('upgrade', (request, socket) => {
    served.push(`upgrade ${request.url ?? ''}`);
    socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
  });
  server.on('connect', (request, socket) => {
    served.push(`connect ${request.url ?? ''}`);
    socket.end();
  });
  server.on('checkContinue', (_request, response) => {
    served.push('continue');
    response.end();
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, served };
}

function open(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });

/** All that the server sends to these bytes until it closes. */
async function exchange(port: number, ...lines: string[]): Promise<string> {
  const socket = open(port);
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await closed(socket);
  return received;
}

describe('a guarded server', () => {
  it.each([
    ['a request', ['GET / HTTP/1.1', 'Host: evil.example', 'Connection: close']],
    ['two names', ['GET / HTTP/1.1', 'Host: localhost', 'Host: evil.example', 'Connection: close']],
    ['an old client without a name', ['GET / HTTP/1.0']],
    [
      'a WebSocket',
      ['GET /socket.io/ HTTP/1.1', 'Host: evil.example', 'Connection: Upgrade', 'Upgrade: websocket'],
    ],
    [
      'a body that waits',
      ['POST / HTTP/1.1', 'Host: evil.example', 'Expect: 100-continue', 'Content-Length: 9'],
    ],
    ['a tunnel', ['CONNECT localhost:22 HTTP/1.1', 'Host: evil.example']],
  ])('refuses %s under a foreign name, and nothing behind it sees it', async (_, lines) => {
    const { port, served } = await listen();
    const response = await exchange(port, ...lines);
    expect(response).toMatch(/^HTTP\/1\.1 421 Misdirected Request/);
    expect(response).toContain('application/problem+json');
    expect(JSON.parse(response.slice(response.indexOf('{'), response.lastIndexOf('}') + 1))).toMatchObject({
      status: 421,
      detail: expect.stringMatching(/^Host.* expected localhost, 127\.0\.0\.1, \[::1\]/) as string,
      errors: [{ field: 'Host' }],
    });
    expect(served).toEqual([]);
  });

  it('refuses the pages of other sites, and serves the others', async () => {
    const { port, served } = await listen();
    const request = ['GET /x HTTP/1.1', 'Host: localhost', 'Connection: close'];
    expect(await exchange(port, ...request, 'Origin: http://evil.example')).toMatch(/^HTTP\/1\.1 403 /);
    const upgrade = ['GET /y HTTP/1.1', 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket'];
    expect(await exchange(port, ...upgrade, 'Origin: http://evil.example')).toMatch(/^HTTP\/1\.1 403 /);
    expect(served).toEqual([]);
    expect(await exchange(port, ...request)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await exchange(port, ...upgrade)).toMatch(/^HTTP\/1\.1 101 /);
    expect(served).toEqual(['/x', 'upgrade /y']);
  });

  it('holds as many connections of one address as it may, and takes more once some are gone', async () => {
    const { port } = await listen({ maxConnectionsPerAddress: 3 });
    const held = [open(port), open(port), open(port)];
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    expect(await exchange(port, 'GET / HTTP/1.1', 'Host: localhost')).toBe('');
    held[0]?.destroy();
    await expect
      .poll(() => exchange(port, 'GET / HTTP/1.1', 'Host: localhost', 'Connection: close'))
      .toMatch(/^HTTP\/1\.1 200 /);
  });

  it('limits slow clients, as do the applications built on it', async () => {
    await listen();
    const app = createHttpApp({ logger: createLogger('test', 'silent'), notFound: '' });
    for (const limited of [server, app.server]) {
      expect(limited).toMatchObject({
        headersTimeout: 10_000,
        requestTimeout: 60_000,
        timeout: 120_000,
        maxConnections: 1000,
      });
    }
    await app.close();
  });
});
