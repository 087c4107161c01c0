import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Emscripten's view of an open file of the host. */
interface HostStream {
  /** Within the backend's file system. */
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
      /** Path of the host, after every rename. */
      realPath(node: HostNode): string;
    };
  };
}

export interface FileSync {
  /** Puts the write-ahead log on the disk without holding up the event loop. */
  flush(): Promise<void>;
  /** The same, done when it returns. */
  flushSync(): void;
}

/**
 * Lets the backend's files reach the disk: in the WebAssembly build fsync and fdatasync do nothing, and a power cut
 * might leave data files that no longer match the log.
 *
 * The write-ahead log is written at each commit but put on the disk by `flush`, which the server calls every second:
 * a sync per commit would hold up every connection. All other files, which only a checkpoint syncs, go to the disk
 * at once, after the log. (The log itself is synced with fdatasync, for which Emscripten has no hook: so it is known
 * by its writes.)
 */
export function installFileSync({ filesystems: { NODEFS } }: WasmFileSystem): FileSync {
  const operations = NODEFS.stream_ops;
  const write = operations.write.bind(operations);
  const unsyncedLog = new Set<HostNode>();
  // Given to the disk, which has not answered yet: for a checkpoint that is not enough.
  const syncingLog = new Set<HostNode>();
  const flushSync = (): void => {
    const nodes = new Set([...unsyncedLog, ...syncingLog]);
    unsyncedLog.clear();
    for (const node of nodes) syncIfThere(NODEFS.realPath(node), fdatasyncSync);
  };

  operations.write = (stream, bytes, offset, length, position) => {
    if (isLog(stream)) unsyncedLog.add(stream.node);
    return write(stream, bytes, offset, length, position);
  };
  operations.fsync = (stream) => {
    if (isLog(stream)) {
      unsyncedLog.add(stream.node);
      return 0;
    }
    flushSync();
    if (stream.nfd === undefined) syncIfThere(NODEFS.realPath(stream.node), fsyncSync);
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

/** A log segment may have been removed since. */
function syncIfThere(path: string, sync: (descriptor: number) => void): void {
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
