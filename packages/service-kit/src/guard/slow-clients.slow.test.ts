import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createHttpApp } from '../http/http-app.ts';
import { createLogger } from '../logger.ts';

it('cuts clients that never finish their headers, and serves others meanwhile', async () => {
  const app = createHttpApp({ logger: createLogger('test', 'silent'), notFound: 'Nothing.' });
  app.get('/', () => 'served');
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const slow = Array.from({ length: 100 }, (): Socket =>
    connect(port, '127.0.0.1').on('error', () => undefined),
  );
  const cut = Promise.all(
    slow.map(async (socket, index) => {
      // Half of them say nothing at all, the others one header a second.
      if (index % 2 === 0) socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n');
      const drip = setInterval(() => {
        if (index % 2 === 0 && socket.writable) socket.write('X-More: 1\r\n');
      }, 1000);
      socket.resume();
      await new Promise((resolve) => socket.once('close', resolve));
      clearInterval(drip);
    }),
  );
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  await cut;
  await app.close();
});
