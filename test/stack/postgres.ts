import { execFile, execFileSync } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { openDatabase } from '@beatwatch/timescale';
import { freePort } from './orthanc.ts';
import { missingLine, programPath, programs } from './programs.ts';
import { startServerProcess } from './server-process.ts';

const execute = promisify(execFile);

export interface Postgres {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** Debian's PostgreSQL, without TimescaleDB, on a port of this machine with an empty folder of its own. @throws where it is not installed */
export async function startPostgres(): Promise<Postgres> {
  const program = programPath(programs.postgres);
  if (program === undefined) throw new Error(missingLine(programs.postgres));
  const folder = await mkdtemp(join(tmpdir(), 'beatwatch-postgres-'));
  // It refuses to run as root.
  const owner = process.getuid?.() === 0 ? idsOf('postgres') : undefined;
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  const connectionString = `postgres://beatwatch@127.0.0.1:${port}/postgres`;
  await execute(
    join(dirname(program), 'initdb'),
    ['--pgdata', data, '--username', 'beatwatch', '--auth', 'trust', '--no-sync', '--encoding', 'UTF8'],
    { ...owner, cwd: folder },
  );
  const server = await startServerProcess({
    name: 'PostgreSQL',
    program,
    args: [
      '-D',
      data,
      '-p',
      String(port),
      '-k',
      folder,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'fsync=off',
    ],
    spawnOptions: { ...owner, cwd: folder },
    isReady: () => serves(connectionString),
    // Connections that are left do not keep it.
    stopSignal: 'SIGINT',
  });
  return {
    connectionString,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function serves(connectionString: string): Promise<boolean> {
  const database = openDatabase({ connectionString, applicationName: 'test' });
  try {
    await database.ping();
    return true;
  } catch {
    return false;
  } finally {
    await database.close();
  }
}

function idsOf(user: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
