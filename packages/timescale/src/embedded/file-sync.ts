import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Emscripten's record of an open file of the host. */
interface HostStream {
  /** In the backend's file system. */
  readonly path: string;
  readonly node: HostNode;
  /** The host's descriptor; absent for folders. */
  readonly nfd?: number;
}

type HostNode = object;

interface HostFileOperations {
  write(stream: HostStream, bytes: Uint8Array, offset: number, length: number, position: number): number;
  fsync?(stream: HostStream): number;
}

export interface WasmFileSystem {
  readonly filesystems: {
    readonly NODEFS: {
      readonly stream_ops: HostFileOperations;
      /** Path on the host, renames included. */
      realPath(node: HostNode): string;
    };
  };
}

export interface FileSync {
  /** Writes the write-ahead log to the disk without blocking the event loop. */
  flush(): Promise<void>;
  /** Writes the write-ahead log to the disk before it returns. */
  flushSync(): void;
}

/**
 * Syncs the backend's files to the disk: in the WebAssembly build fsync and fdatasync do nothing, so that a power cut could
 * leave data files that do not match the log.
 *
 * The write-ahead log is synced by `flush`, which the server calls every second: a sync at each commit would block every
 * connection. All other files, which only a checkpoint syncs, are synced at once, after the log. PostgreSQL syncs the log
 * itself with fdatasync, for which Emscripten has no hook, so that its writes are tracked instead.
 */
export function installFileSync({ filesystems: { NODEFS } }: WasmFileSystem): FileSync {
  const operations = NODEFS.stream_ops;
  const write = operations.write.bind(operations);
  const unsyncedLog = new Set<HostNode>();
  // Being synced: a checkpoint has to sync these too, since the disk may not be done.
  const syncingLog = new Set<HostNode>();
  const flushSync = (): void => {
    const nodes = new Set([...unsyncedLog, ...syncingLog]);
    unsyncedLog.clear();
    for (const node of nodes) syncIfPresent(NODEFS.realPath(node), fdatasyncSync);
  };

  operations.write = (...args) => {
    const [stream] = args;
    if (isLog(stream)) unsyncedLog.add(stream.node);
    return write(...args);
  };
  operations.fsync = (stream) => {
    if (isLog(stream)) {
      unsyncedLog.add(stream.node);
      return 0;
    }
    flushSync();
    if (stream.nfd === undefined) syncIfPresent(NODEFS.realPath(stream.node), fsyncSync);
    else fsyncSync(stream.nfd);
    return 0;
  };

  return {
    flushSync,
    async flush() {
      for (const node of unsyncedLog) {
        unsyncedLog.delete(node);
        syncingLog.add(node);
        try {
          const file = await open(NODEFS.realPath(node), 'r');
          await file.datasync().finally(() => file.close());
        } catch (cause) {
          if (!isMissing(cause)) throw cause;
        } finally {
          syncingLog.delete(node);
        }
      }
    },
  };
}

function isLog({ path }: HostStream): boolean {
  return path.includes('/pg_wal');
}

function isMissing(cause: unknown): boolean {
  return (cause as { code?: unknown }).code === 'ENOENT';
}

/** Syncs a file, unless it has been removed meanwhile. */
function syncIfPresent(path: string, sync: (descriptor: number) => void): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (cause) {
    if (isMissing(cause)) return;
    throw cause;
  }
  try {
    sync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
