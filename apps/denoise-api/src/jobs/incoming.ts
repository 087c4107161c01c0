import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import type { ApiLimits } from '../limits/limits.ts';
import { boundaryOf, mediaTypeOf } from '../uploads/media-type.ts';
import { partsOf } from '../uploads/parts.ts';
import type { EncryptedStore } from '../storage/encrypted-store.ts';
import { openArchive } from './archive.ts';
import { safeName, sourceOf, uniqueNames, type JobSource } from './source.ts';

/** Media types of a request that creates a job. */
const jobTypes = ['application/zip', 'multipart/form-data'] as const;

/**
 * The files of a job: those of a zip archive or of a form, whose archives are unpacked too. Stores them encrypted; one
 * is in memory at a time.
 * @throws ApiError; nothing is left on disk then
 */
export async function receiveFiles(
  request: FastifyRequest,
  {
    encryptedStore,
    limits,
    signal,
  }: { readonly encryptedStore: EncryptedStore; readonly limits: ApiLimits; readonly signal: AbortSignal },
): Promise<readonly JobSource[]> {
  const mediaType = mediaTypeOf(request.headers['content-type']);
  const body = request.body as Readable | undefined;
  if (
    body === undefined ||
    mediaType === undefined ||
    !(jobTypes as readonly string[]).includes(mediaType.type)
  )
    throw new ApiError('unsupported-media-type', `Content-Type: expected ${jobTypes.join(' or ')}`);
  if (mediaType.type === 'application/zip')
    return openArchive(await encryptedStore.put(upTo(body, limits.maxRequestBytes, signal)), limits);
  const sources: JobSource[] = [];
  try {
    const partLimits = {
      maxFileBytes: limits.maxRequestBytes,
      maxTotalBytes: limits.maxRequestBytes,
      maxParts: limits.maxFiles,
    };
    for await (const part of partsOf(body, boundaryOf(mediaType), partLimits)) {
      signal.throwIfAborted();
      const { filename } = part;
      if (filename === undefined || part.size === 0) continue;
      if (isArchive(part.content)) {
        sources.push(...(await openArchive(await encryptedStore.put(part.content), limits)));
      } else if (part.size > limits.maxFileBytes) {
        throw new ApiError('too-large', `Expected files of at most ${limits.maxFileBytes} bytes.`);
      } else {
        const name = safeName(filename, `file-${sources.length + 1}`);
        sources.push(sourceOf(name, await encryptedStore.put(part.content)));
      }
      if (sources.length > limits.maxFiles)
        throw new ApiError('too-large', `Expected at most ${limits.maxFiles} files.`);
    }
    if (sources.length === 0)
      throw new ApiError('invalid-request', {
        field: 'body',
        found: 'no file',
        expected: 'parts with a file name',
      });
  } catch (error) {
    await Promise.all(sources.map((source) => source.release()));
    throw error;
  }
  const names = uniqueNames(sources.map(({ name }) => name));
  return sources.map((source, index) => ({ ...source, name: names[index] ?? source.name }));
}

/** A zip archive begins with a file, or with the end record of an empty archive. */
function isArchive([first]: readonly Uint8Array[]): boolean {
  const magic = Buffer.from(first?.subarray(0, 4) ?? []).toString('latin1');
  return magic === 'PK\u0003\u0004' || magic === 'PK\u0005\u0006';
}

async function* upTo(body: Readable, maxBytes: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    length += chunk.length;
    if (length > maxBytes) throw new ApiError('too-large', `Expected at most ${maxBytes} bytes in all.`);
    yield chunk;
  }
}
