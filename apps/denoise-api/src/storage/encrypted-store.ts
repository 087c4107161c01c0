import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isAlive } from '@beatwatch/service-kit/process';
import { ApiError } from '../errors.ts';

/** Bytes on disk, encrypted with a key that exists only in the memory of this process. */
export interface Blob {
  readonly byteLength: number;
  /** The bytes from `start` (inclusive) to `end` (exclusive), one block at a time. */
  stream(start?: number, end?: number): Readable;
  /** All of it. */
  bytes(): Promise<Uint8Array>;
  /** Forgets the key and removes the file; safe to call twice. */
  remove(): Promise<void>;
}

const blockBytes = 65_536;
const tagBytes = 16;
const nonceBytes = 12;

/**
 * A folder of encrypted blobs. Each blob has a random AES-256-GCM key of its own, so that the number of a block can be
 * its nonce, and a removed blob cannot be recovered, whatever the disk retains of the file.
 */
export class EncryptedStore {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #blobs = new Set<Blob>();
  #storedBytes = 0;

  private constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /**
   * @param workDir not shared with another server; files left by processes that have ended are removed
   * @param maxBytes limit of all blobs together
   */
  static async open(workDir: string, maxBytes: number): Promise<EncryptedStore> {
    await mkdir(workDir, { recursive: true, mode: 0o700 });
    await removeLeftovers(workDir);
    const folder = join(workDir, `run-${process.pid}-${randomUUID()}`);
    await mkdir(folder, { mode: 0o700 });
    return new EncryptedStore(folder, maxBytes);
  }

  get storedBytes(): number {
    return this.#storedBytes;
  }

  /**
   * Stores the bytes of a source; holds one block in memory.
   * @throws ApiError (`storage-full`) or the source's error; nothing is left on disk then
   */
  async put(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Blob> {
    const path = join(this.#folder, randomUUID());
    const key = randomBytes(32);
    const file = await open(path, 'wx', 0o600);
    let written = 0;
    try {
      let blockNumber = 0;
      let byteLength = 0;
      for await (const block of blocksOf(source)) {
        const stored = block.length + tagBytes;
        this.#reserve(stored);
        written += stored;
        byteLength += block.length;
        await file.write(encrypted(key, blockNumber, block));
        blockNumber += 1;
      }
      await file.close();
      const blob = this.#blobOf({ path, key, byteLength, storedBytes: written });
      this.#blobs.add(blob);
      return blob;
    } catch (error) {
      this.#storedBytes -= written;
      await file.close();
      await rm(path, { force: true });
      throw error;
    }
  }

  /** Removes everything. */
  async close(): Promise<void> {
    await Promise.all([...this.#blobs].map((blob) => blob.remove()));
    await rm(this.#folder, { recursive: true, force: true });
  }

  #reserve(bytes: number): void {
    if (this.#storedBytes + bytes > this.#maxBytes) {
      throw new ApiError(
        'storage-full',
        'There is no room for more results: send the same request again later.',
        {
          retryAfterSeconds: 60,
        },
      );
    }
    this.#storedBytes += bytes;
  }

  #blobOf(stored: StoredBlob): Blob {
    const { path, byteLength, storedBytes } = stored;
    let removed = false;
    const read = (start: number, end: number): AsyncGenerator<Uint8Array> => readBlocks(stored, start, end);
    const blob: Blob = {
      byteLength,
      stream: (start = 0, end = byteLength) => Readable.from(read(start, end), { objectMode: false }),
      bytes: async () => {
        const bytes = new Uint8Array(byteLength);
        let offset = 0;
        for await (const block of read(0, byteLength)) {
          bytes.set(block, offset);
          offset += block.length;
        }
        return bytes;
      },
      remove: async () => {
        if (removed) return;
        removed = true;
        this.#blobs.delete(blob);
        this.#storedBytes -= storedBytes;
        await rm(path, { force: true });
      },
    };
    return blob;
  }
}

interface StoredBlob {
  readonly path: string;
  readonly key: Buffer;
  readonly byteLength: number;
  readonly storedBytes: number;
}

async function* readBlocks(
  { path, key, byteLength }: StoredBlob,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  const last = Math.min(end, byteLength);
  const file = await open(path, 'r');
  try {
    for (let at = start; at < last;) {
      const blockNumber = Math.floor(at / blockBytes);
      const from = blockNumber * blockBytes;
      const length = Math.min(blockBytes, byteLength - from);
      const sealed = Buffer.alloc(length + tagBytes);
      await file.read(sealed, 0, sealed.length, blockNumber * (blockBytes + tagBytes));
      yield decrypted(key, blockNumber, sealed).subarray(at - from, last - from);
      at = from + length;
    }
  } finally {
    await file.close();
  }
}

/** The block's number, which is unique for a key. */
function nonceOf(blockNumber: number): Buffer {
  const nonce = Buffer.alloc(nonceBytes);
  nonce.writeUIntBE(blockNumber, nonceBytes - 6, 6);
  return nonce;
}

function encrypted(key: Buffer, blockNumber: number, block: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(blockNumber));
  return Buffer.concat([cipher.update(block), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error where the file was modified */
function decrypted(key: Buffer, blockNumber: number, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(blockNumber), { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
}

/** Blocks of `blockBytes`; the last may be shorter. */
async function* blocksOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let block = Buffer.alloc(blockBytes);
  let filled = 0;
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length;) {
      const taken = Math.min(blockBytes - filled, chunk.length - at);
      block.set(chunk.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled < blockBytes) continue;
      yield block;
      block = Buffer.alloc(blockBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

/** Removes folders of processes that have ended. One with our own process number is from an earlier process. */
async function removeLeftovers(workDir: string): Promise<void> {
  for (const name of await readdir(workDir)) {
    const pid = Number(/^run-(\d+)-/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue;
    await rm(join(workDir, name), { recursive: true, force: true });
  }
}
