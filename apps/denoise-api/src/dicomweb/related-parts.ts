import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** One part of a multipart response; its content is read when it is sent. */
export interface RelatedPart {
  readonly mediaType: string;
  readonly location?: string;
  readonly content: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Sends `multipart/related` (RFC 2387), with one block of a part in memory at a time. */
export function sendParts(
  reply: FastifyReply,
  partType: string,
  parts: readonly RelatedPart[],
): FastifyReply {
  const boundary = randomUUID();
  return reply
    .type(`multipart/related; type="${partType}"; boundary=${boundary}`)
    .send(Readable.from(written(parts, boundary), { objectMode: false }));
}

async function* written(parts: readonly RelatedPart[], boundary: string): AsyncGenerator<Uint8Array> {
  for (const { mediaType, location, content } of parts) {
    const place = location === undefined ? '' : `Content-Location: ${location}\r\n`;
    yield Buffer.from(`--${boundary}\r\nContent-Type: ${mediaType}\r\n${place}\r\n`);
    yield* content();
    yield Buffer.from('\r\n');
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}
