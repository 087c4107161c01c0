import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { programForTest, programs } from './programs.ts';

export interface Orthanc {
  readonly url: string;
  stop(): Promise<void>;
}

/** A DICOMweb server that Orthanc sends to. */
export interface OrthancPeer {
  readonly url: string;
  readonly authorization: string;
}

const startLimitMs = 60_000;

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Debian's Orthanc with its DICOMweb plug-in on a port of this machine, with a folder of its own. */
export async function startOrthanc(
  context: Pick<TestContext, 'skip'>,
  port: number,
  peers: Readonly<Record<string, OrthancPeer>>,
): Promise<Orthanc> {
  const program = programForTest(context, programs.orthanc);
  const folder = await mkdtemp(join(tmpdir(), 'beatwatch-orthanc-'));
  const configuration = join(folder, 'orthanc.json');
  const servers = Object.entries(peers).map(([name, { url, authorization }]) => [
    name,
    { Url: url, HttpHeaders: { Authorization: authorization } },
  ]);
  await writeFile(
    configuration,
    JSON.stringify({
      StorageDirectory: join(folder, 'storage'),
      IndexDirectory: join(folder, 'index'),
      HttpPort: port,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      DicomServerEnabled: false,
      Plugins: ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so'],
      DicomWeb: { Enable: true, Root: '/dicom-web/', Servers: Object.fromEntries(servers) as unknown },
    }),
  );
  const child = spawn(program, [configuration], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-5000)));
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  const orthanc: Orthanc = {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
  const began = performance.now();
  while (!(await isReady(`${url}/dicom-web/studies`))) {
    if (child.exitCode === null && performance.now() - began < startLimitMs) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      continue;
    }
    await orthanc.stop();
    throw new Error(`Orthanc does not start: ${output}`);
  }
  return orthanc;
}

async function isReady(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
