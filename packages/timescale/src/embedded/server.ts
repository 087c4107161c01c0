import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { asTimescaleError, TimescaleError } from '../errors.ts';
import { startMaintenance } from './maintenance.ts';
import { Multiplexer } from './multiplexer.ts';
import { openWasmSession } from './wasm-session.ts';

export interface EmbeddedTimescaleOptions {
  /** Folder of the server's data; created if missing. */
  readonly dataDir: string;
  /** 0: any free port. */
  readonly port: number;
  /** Default 127.0.0.1: patients' data should not leave this machine through a server without encryption. */
  readonly host?: string;
  /** Password of every client. */
  readonly password: string;
  readonly onProgress?: (step: string) => void;
  /** Called when the database has failed and cannot go on in this process. Default: an uncaught TimescaleError. */
  readonly onBroken?: (cause: unknown) => void;
}

export interface EmbeddedTimescale {
  readonly port: number;
  readonly connectionString: string;
  /** Closes every connection, writes all data to the disk and ends the database. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL with TimescaleDB in this process and serves it on the PostgreSQL wire protocol. Every statement blocks
 * the event loop: `spawnEmbeddedTimescale` gives it a process of its own.
 */
export async function startEmbeddedTimescale(options: EmbeddedTimescaleOptions): Promise<EmbeddedTimescale> {
  const { dataDir, host = '127.0.0.1', password, onProgress } = options;
  onProgress?.('starting PostgreSQL with TimescaleDB');
  const session = await openWasmSession(join(dataDir, 'pgdata'));
  const multiplexer = new Multiplexer({
    session,
    password,
    onBroken:
      options.onBroken ??
      ((cause) => {
        throw new TimescaleError('the embedded database has failed', { code: 'embedded', cause });
      }),
  });
  const server = createServer((socket: Socket) => {
    multiplexer.accept(socket);
  });
  onProgress?.('listening');
  const port = await listen(server, options.port, host);
  const connectionString = `postgres://beatwatch:${encodeURIComponent(password)}@${host}:${port}/beatwatch`;
  const maintenance = startMaintenance({
    connectionString,
    fileSync: session.fileSync,
    onFailure: (task, cause) => {
      options.onProgress?.(`${task} failed: ${cause instanceof Error ? cause.message : String(cause)}`);
    },
  });
  return {
    port,
    connectionString,
    async stop() {
      maintenance.stop();
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      multiplexer.stop();
      session.shutdown();
      await closed;
    },
  };
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host }, resolve);
    });
  } catch (cause) {
    throw asTimescaleError(`listening on ${host}:${port}`, cause);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return address.port;
}
