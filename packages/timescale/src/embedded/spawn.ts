import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isAlive } from '@beatwatch/service-kit/process';
import pg from 'pg';
import { TimescaleError } from '../errors.ts';
import type { ServerMessage, StartMessage } from './process-messages.ts';
import { readServerFile } from './server-file.ts';

export interface SpawnOptions {
  /** Folder of the server's data; created if missing. One server at a time. */
  readonly dataDir: string;
  /** Default: any free port. */
  readonly port?: number;
  /** Password of every client. Default: a new one. */
  readonly password?: string;
  /** Receives the progress of the start and the output of the process, one line at a time. */
  readonly log?: (line: string) => void;
  /** Kills the process where it is not ready yet. */
  readonly signal?: AbortSignal;
}

export interface SpawnedTimescale {
  /** Contains the password: not for logs. */
  readonly connectionString: string;
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<{ readonly code: number | undefined; readonly signal: string | undefined }>;
  /** Ends the server within 2 s; a second call awaits the first. */
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);
const startTimeoutMs = 90_000;
const stopTimeoutMs = 1800;
const earlierServerTimeoutMs = 5_000;

/**
 * Starts the embedded TimescaleDB in a process of its own and waits until it accepts statements: about 1 s, 4 s in a new
 * folder. The process ends with its parent, however that ends.
 *
 * @throws TimescaleError `embedded` where it does not start, or where another server is using the folder
 */
export async function spawnEmbeddedTimescale({
  dataDir,
  port = 0,
  password = randomBytes(16).toString('hex'),
  log,
  signal,
}: SpawnOptions): Promise<SpawnedTimescale> {
  const folder = resolve(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await waitForEarlierServer(folder, log);
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), [], {
    execArgv: ['--import', pathToFileURL(require.resolve('tsx')).href],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = new Promise<{ code: number | undefined; signal: string | undefined }>((settle) => {
    child.once('exit', (code, signal) => {
      settle({ code: code ?? undefined, signal: signal ?? undefined });
    });
  });
  forwardLines(child, log);
  const start: StartMessage = {
    kind: 'start',
    dataDir: folder,
    port,
    password,
  };
  child.send(start);
  const kill = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);
  try {
    const connectionString = await untilReady(child, log);
    if (child.pid === undefined) throw new Error('a running process without an id');
    return { connectionString, pid: child.pid, exited, stop: () => stopChild(child, exited) };
  } catch (cause) {
    kill();
    throw cause;
  } finally {
    signal?.removeEventListener('abort', kill);
  }
}

async function untilReady(child: ChildProcess, log: SpawnOptions['log']): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const printed: string[] = [];
  const keep = (chunk: Buffer): void => {
    printed.push(chunk.toString());
  };
  child.stderr?.on('data', keep);
  try {
    return await new Promise((settle, reject) => {
      const fail = (reason: string): void => {
        reject(new TimescaleError(`the embedded TimescaleDB did not start: ${reason}`, { code: 'embedded' }));
      };
      timer = setTimeout(() => {
        fail(`not ready after ${startTimeoutMs / 1000} s`);
      }, startTimeoutMs);
      child.on('message', (message: ServerMessage) => {
        if (message.kind === 'ready') settle(message.connectionString);
        else if (message.kind === 'failed') {
          fail(message.reason);
          log?.(message.reason);
        } else log?.(message.step);
      });
      child.once('error', (error) => {
        fail(error.message);
      });
      child.once('exit', (code, signal) => {
        fail(`the process ended with ${signal ?? String(code)}: ${printed.join('').slice(-2000)}`);
      });
    });
  } finally {
    clearTimeout(timer);
    child.stderr?.off('data', keep);
  }
}

function forwardLines(child: ChildProcess, log: SpawnOptions['log']): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n')) if (line.trim() !== '') log?.(line);
    });
  }
}

async function stopChild(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  // A long statement cannot be interrupted; the data survives a kill.
  const killer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await exited;
  clearTimeout(killer);
}

/** Waits for a server whose parent has died to end. A file of a dead server is ignored. */
async function waitForEarlierServer(dataDir: string, log: SpawnOptions['log']): Promise<void> {
  const end = Date.now() + earlierServerTimeoutMs;
  for (let logged = false; ; logged = true) {
    const earlier = await readServerFile(dataDir);
    if (
      earlier === undefined ||
      !isAlive(earlier.pid) ||
      !(await acceptsConnections(earlier.connectionString))
    )
      return;
    if (Date.now() > end) {
      throw new TimescaleError(
        `${dataDir} is in use: an embedded TimescaleDB runs as process ${earlier.pid}; stop it, or choose another folder`,
        { code: 'embedded', context: { dataDir, pid: earlier.pid } },
      );
    }
    if (!logged) log?.(`waiting for an earlier server, process ${earlier.pid}, to end`);
    await delay(100);
  }
}

/** Whether the server of the file still runs: its process id may belong to another program by now. */
async function acceptsConnections(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
