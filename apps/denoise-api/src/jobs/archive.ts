import type { Readable } from 'node:stream';
import { RandomAccessReader, fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import { ApiError } from '../errors.ts';
import type { ApiLimits } from '../limits/limits.ts';
import type { Blob } from '../storage/encrypted-store.ts';
import type { JobSource } from './source.ts';

/** Below it a file that unpacks to much is no bomb. */
const harmlessBytes = 1_048_576;

/** Lets yauzl read an encrypted blob. */
class BlobReader extends RandomAccessReader {
  readonly #blob: Blob;

  constructor(blob: Blob) {
    super();
    this.#blob = blob;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return this.#blob.stream(start, end);
  }
}

/**
 * The files of a zip archive, each unpacked when it is asked for; folders and what macOS adds are passed over.
 * @throws ApiError (`broken-archive`; `archive-too-large` for what unpacks to more than the limits allow, before
 * anything is unpacked)
 */
export async function openArchive(blob: Blob, limits: ApiLimits): Promise<readonly JobSource[]> {
  try {
    const zip = await fromRandomAccessReaderPromise(new BlobReader(blob), blob.byteLength, {
      autoClose: false,
    });
    const entries = await entriesOf(zip, limits);
    let left = entries.length;
    return entries.map((entry): JobSource => ({
      name: entry.fileName,
      bytes: () => unpack(zip, entry, limits.maxFileBytes),
      release: async () => {
        left -= 1;
        if (left > 0) return;
        zip.close();
        await blob.remove();
      },
    }));
  } catch (error) {
    await blob.remove();
    if (error instanceof ApiError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ApiError('broken-archive', `archive: ${why}`, { cause: error });
  }
}

async function entriesOf(zip: ZipFile, limits: ApiLimits): Promise<readonly Entry[]> {
  const { maxFiles, maxRequestBytes, maxInflation } = limits;
  const entries: Entry[] = [];
  let unpackedBytes = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName, uncompressedSize, compressedSize } = entry;
    if (fileName.endsWith('/') || fileName.startsWith('__MACOSX/')) continue;
    entries.push(entry);
    unpackedBytes += uncompressedSize;
    if (entries.length > maxFiles) throw tooLarge(`more than ${maxFiles} files`, `at most ${maxFiles}`);
    if (unpackedBytes > maxRequestBytes)
      throw tooLarge(`more than ${maxRequestBytes} bytes unpacked`, `at most ${maxRequestBytes}`);
    if (uncompressedSize > harmlessBytes && uncompressedSize > maxInflation * compressedSize)
      throw tooLarge(
        `${JSON.stringify(fileName)}, which unpacks to ${uncompressedSize} bytes of ${compressedSize}`,
        `at most ${maxInflation} times its size`,
      );
  }
  if (entries.length === 0)
    throw new ApiError('broken-archive', 'archive: found no file, expected at least one');
  return entries;
}

const tooLarge = (found: string, expected: string): ApiError =>
  new ApiError('archive-too-large', `archive: found ${found}, expected ${expected}`);

/** yauzl ends the stream with an error where it gives more, or less, than the archive said. */
async function unpack(zip: ZipFile, entry: Entry, maxFileBytes: number): Promise<Uint8Array> {
  const { fileName, uncompressedSize } = entry;
  if (uncompressedSize > maxFileBytes) {
    const detail = `${fileName}: found ${uncompressedSize} bytes, expected at most ${maxFileBytes}`;
    throw new ApiError('too-large', detail);
  }
  if (entry.isEncrypted())
    throw new ApiError('unsupported-image', `${fileName}: found an encrypted file in the archive`);
  try {
    const bytes = new Uint8Array(uncompressedSize);
    let offset = 0;
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      bytes.set(chunk, offset);
      offset += chunk.length;
    }
    return bytes;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError('broken-file', `${fileName}: cannot be unpacked: ${why}`, { cause });
  }
}
