import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { guardOf } from '@beatwatch/service-kit';
import { createGuardedServer } from '@beatwatch/service-kit/http';
import { runApp } from '@beatwatch/service-kit/run';
import next from 'next';
import { dashboardConfigSchema } from './server/config.ts';

runApp({
  name: 'dashboard',
  schema: dashboardConfigSchema,
  build({ config }) {
    const { PORT: port, DASHBOARD_HOST: hostname } = config;
    const pages = next({ dev: false, dir: fileURLToPath(new URL('..', import.meta.url)), hostname, port });
    const server = createGuardedServer(guardOf(config));
    return {
      service: {
        start: async () => {
          process.env['BEATWATCH_BUILD_ID'] = await readFile(
            new URL('../.next/BUILD_ID', import.meta.url),
            'utf8',
          );
          await pages.prepare();
          const handle = pages.getRequestHandler();
          server.on('request', (request, response) => void handle(request, response));
          await new Promise<void>((resolve, reject) => {
            server.once('error', reject);
            server.listen(port, hostname, resolve);
          });
        },
        stop: () =>
          new Promise<void>((resolve) => {
            server.close(() => {
              resolve();
            });
            server.closeAllConnections();
          }),
      },
    };
  },
});
