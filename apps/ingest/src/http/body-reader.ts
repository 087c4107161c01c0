import { fileURLToPath } from 'node:url';
import type { Pairings } from '@beatwatch/device-formats';
import { HttpError } from '@beatwatch/service-kit/http';
import { Piscina } from 'piscina';
import { readPost, type PostedFormat, type ReadPost } from './read-task.ts';
import type { ReadTask } from './read-worker.ts';

export interface BodyReaderOptions {
  /** Longest time to read one body, from the moment a thread begins with it. Default 5,000. */
  readonly limitMs?: number;
}

export interface BodyReader {
  /** @throws HttpError: 400 for what is no JSON, 413 for what takes too long or too much memory, 503 while all threads are busy */
  read(format: PostedFormat, bytes: Uint8Array, pairings: Pairings): Promise<ReadPost>;
  stop(): Promise<void>;
}

/** Bodies of fewer bytes are read at once: the costliest of this size takes some 20 ms. */
const smallBytes = 32_768;
const threads = 2;
const maxQueue = 16;
const workerEntry = fileURLToPath(new URL('read-worker-start.mjs', import.meta.url));

/**
 * Reads the bodies of posts: large ones in worker threads, so that none keeps ingest from its other work. A thread that reads
 * for too long is ended and replaced.
 */
export function createBodyReader({ limitMs = 5000 }: BodyReaderOptions = {}): BodyReader {
  const timers = new Map<number, () => void>();
  let pool: Piscina<ReadTask, ReturnType<typeof readPost>> | undefined;
  let lastId = 0;

  const open = (): NonNullable<typeof pool> => {
    if (pool !== undefined) return pool;
    const opened = new Piscina<ReadTask, ReturnType<typeof readPost>>({
      filename: workerEntry,
      minThreads: 1,
      maxThreads: threads,
      maxQueue,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
      // The worker registers its own loader, whichever one this thread uses.
      execArgv: [],
    });
    opened.on('message', ({ begun }: { readonly begun?: number }) => {
      if (begun !== undefined) timers.get(begun)?.();
    });
    pool = opened;
    return opened;
  };

  async function readApart(task: Omit<ReadTask, 'id'>): Promise<ReturnType<typeof readPost>> {
    const opened = open();
    if (opened.queueSize >= maxQueue)
      throw new HttpError(503, 'Too many large posts at once: send it again.');
    lastId += 1;
    const id = lastId;
    const abort = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    timers.set(id, () => {
      timer = setTimeout(() => {
        abort.abort();
      }, limitMs);
    });
    try {
      return await opened.run({ ...task, id }, { signal: abort.signal });
    } catch (cause) {
      if (!abort.signal.aborted && !isOutOfMemory(cause)) throw cause;
      throw new HttpError(413, 'The body takes too long to read: send fewer values in a post.');
    } finally {
      clearTimeout(timer);
      timers.delete(id);
    }
  }

  return {
    async read(format, bytes, pairings) {
      const isSmall = bytes.byteLength < smallBytes;
      const post = isSmall ? readPost(format, bytes, pairings) : await readApart({ format, bytes, pairings });
      if ('malformed' in post) throw new HttpError(400, post.malformed);
      return post;
    },
    async stop() {
      await pool?.destroy();
      pool = undefined;
    },
  };
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
