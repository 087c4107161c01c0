import type { Readable } from 'node:stream';
import { ApiError } from '../errors.ts';
import type { MemoryLease } from '../limits/memory-budget.ts';

export interface ReadBodyOptions {
  readonly maxBytes: number;
  /** Counts the bytes in memory; the caller releases it. */
  readonly lease: MemoryLease;
  /** `Content-Length`, if the client sent it. */
  readonly statedBytes?: number;
}

/**
 * A whole body in memory. Memory is reserved as bytes arrive, so that a large `Content-Length` alone costs nothing.
 * @throws ApiError (`too-large`, `busy`); the stream's own error where the client goes away
 */
export async function readBody(
  body: Readable,
  { maxBytes, lease, statedBytes }: ReadBodyOptions,
): Promise<Uint8Array> {
  if (statedBytes !== undefined && statedBytes > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    lease.take(chunk.length);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

const tooLarge = (maxBytes: number): ApiError =>
  new ApiError('too-large', `Expected a file of at most ${maxBytes} bytes.`);
