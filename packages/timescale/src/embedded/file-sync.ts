import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Emscripten's view of an open file of the host. */
interface HostStream {
  readonly path: string;
  readonly node: unknown;
  /** Absent for folders. */
  readonly nfd?: number;
}

export interface WasmFileSystem {
  readonly filesystems: {
    readonly NODEFS: {
      readonly stream_ops: { fsync?: (stream: HostStream) => number };
      realPath(node: unknown): string;
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
 * Gives the backend an fsync, which the WebAssembly build lacks: without one a power cut may leave data files that
 * no longer match the log.
 *
 * The write-ahead log is written at each commit but put on the disk by `flush`, which the server calls every second:
 * an fsync per commit would hold up every connection. All other files, which only a checkpoint syncs, go to the disk
 * at once, after the log.
 */
export function installFileSync({ filesystems: { NODEFS } }: WasmFileSystem): FileSync {
  let unsyncedLog = new Set<string>();

  const flushSync = (): void => {
    const paths = unsyncedLog;
    unsyncedLog = new Set();
    for (const path of paths) syncIfThere(path, fdatasyncSync);
  };

  NODEFS.stream_ops.fsync = (stream) => {
    const hostPath = NODEFS.realPath(stream.node);
    if (stream.path.includes('/pg_wal')) {
      unsyncedLog.add(hostPath);
      return 0;
    }
    flushSync();
    if (stream.nfd === undefined) syncIfThere(hostPath, fsyncSync);
    else fsyncSync(stream.nfd);
    return 0;
  };

  return {
    flushSync,
    async flush() {
      const paths = unsyncedLog;
      unsyncedLog = new Set();
      for (const path of paths) {
        try {
          const file = await open(path, 'r');
          await file.datasync().finally(() => file.close());
        } catch (cause) {
          if (!isMissing(cause)) throw cause;
        }
      }
    },
  };
}

function isMissing(cause: unknown): boolean {
  return (cause as { code?: unknown }).code === 'ENOENT';
}

/** Log segments are renamed and recycled: their new name is synced by itself. */
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
