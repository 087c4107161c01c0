import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLocalBrokerSupport, startLocalBroker, type LocalBroker } from '@beatwatch/stream/local-broker';
import { migrate } from '@beatwatch/timescale/migrate';
import { spawnEmbeddedTimescale } from '@beatwatch/timescale/embedded';

export interface TestServices {
  /** `GET /broker`: the shared broker. `GET /database-template`: a folder to copy for an embedded server. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * What test files share in one run, each made at the first request for it and kept until the end: a Kafka broker,
 * and a folder of the embedded TimescaleDB with every migration applied. The process of a test file ends with the
 * file, so that these belong to the process that runs all of them.
 */
export async function startTestServices(): Promise<TestServices> {
  const folder = await mkdtemp(join(tmpdir(), 'beatwatch-services-'));
  let broker: Promise<LocalBroker | undefined> | undefined;
  let template: Promise<string> | undefined;
  const routes: Readonly<Record<string, () => Promise<unknown>>> = {
    '/broker': async () => {
      const { brokers } = (await (broker ??= startBroker(join(folder, 'kafka')))) ?? {};
      return { brokers };
    },
    '/database-template': async () => ({
      folder: await (template ??= makeTemplate(join(folder, 'database'))),
    }),
  };
  const server = createServer((request, response) => {
    const route = routes[request.url ?? ''];
    if (route === undefined) {
      response.writeHead(404).end();
      return;
    }
    route().then(
      (body) => response.end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await (await broker?.catch(() => undefined))?.stop();
      await template?.catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @returns undefined where no local broker can be had */
async function startBroker(dataDir: string): Promise<LocalBroker | undefined> {
  const { available } = await findLocalBrokerSupport();
  return available ? startLocalBroker({ dataDir }) : undefined;
}

async function makeTemplate(dataDir: string): Promise<string> {
  const server = await spawnEmbeddedTimescale({ dataDir });
  await migrate(server.connectionString);
  await server.stop();
  return dataDir;
}
