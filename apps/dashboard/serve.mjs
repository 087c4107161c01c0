// Serves the built pages until SIGINT, SIGTERM or the end of the parent process.
import { createServer } from 'node:http';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import next from 'next';

const port = Number(process.env.PORT ?? '3000');
const hostname = process.env.DASHBOARD_HOST ?? '127.0.0.1';
const app = next({ dev: false, dir: fileURLToPath(new URL('.', import.meta.url)), hostname, port });
await app.prepare();
const server = createServer(app.getRequestHandler());
await new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(port, hostname, resolve);
});

const stop = () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
process.once('disconnect', stop);
process.send?.('ready');
