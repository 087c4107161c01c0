import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { runApp } from '@beatwatch/service-kit/run';
import next from 'next';
import { dashboardConfigSchema } from './server/config.ts';

runApp({
  name: 'dashboard',
  schema: dashboardConfigSchema,
  build({ config: { PORT: port, DASHBOARD_HOST: hostname } }) {
    const pages = next({ dev: false, dir: fileURLToPath(new URL('..', import.meta.url)), hostname, port });
    const server = createServer();
    return {
      service: {
        start: async () => {
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
