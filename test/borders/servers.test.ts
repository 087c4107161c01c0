import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { trackedFiles } from '../documents/tracked-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What opens a port, with the files that may: each one guarded, or no server of ours. */
const opens =
  /\b(?:createServer|createSecureServer|Fastify|WebSocketServer)\(|\bnew (?:http\.|https\.|net\.)?Server\(/;

const allowed = {
  'packages/service-kit/src/guard/guard-server.ts': 'the guarded server',
  'packages/service-kit/src/http/http-app.ts': 'guarded',
  'apps/gateway/src/gateway.ts': 'socket.io on the guarded server of the app',
  'packages/timescale/src/embedded/server.ts': 'the PostgreSQL protocol, with its own sign-in',
  'packages/stream/src/local-broker/ports.ts': 'looks for a free port and closes it',
  'apps/cli/src/doctor/examine.ts': 'looks for a free port and closes it',
};

it('every server is made where strangers are refused', () => {
  const sources = trackedFiles(root).filter(
    (path) =>
      /^(?:apps|packages)\/.*\.(?:ts|tsx|mjs|js)$/.test(path) &&
      !/\.test\.ts$|\/testing\/|\/test-/.test(path),
  );
  const found = sources.filter((path) => opens.test(readFileSync(join(root, path), 'utf8')));
  expect(found.sort()).toEqual(Object.keys(allowed).sort());
});
