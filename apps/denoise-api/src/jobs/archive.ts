import type { Readable } from 'node:stream';
import { RandomAccessReader, fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import { ApiError } from '../errors.ts';
import type { ApiLimits } from '../limits/limits.ts';
import type { Blob } from '../storage/encrypted-store.ts';
import type { JobSource } from './source.ts';

/** Smaller files are never refused for their compression ratio. */
const minBombBytes = 1_048_576;

/** Reader of yauzl over an encrypted blob. */
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
 * The files of a zip archive, each unpacked on demand; folders and the metadata files of macOS are skipped.
 * @throws ApiError (`broken-archive`; `archive-too-large` where the unpacked files would exceed the limits)
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
    if (uncompressedSize > minBombBytes && uncompressedSize > maxInflation * compressedSize)
      throw tooLarge(
        `${JSON.stringify(fileName)}, which unpacks to ${uncompressedSize} bytes of ${compressedSize}`,
        `at most ${maxInflation} times its size`,
      );
  }
  if (entries.length === 0)
    throw new ApiError('broken-archive', { field: 'archive', found: 'no file', expected: 'at least one' });
  return entries;
}

const tooLarge = (found: string, expected: string): ApiError =>
  new ApiError('archive-too-large', { field: 'archive', found, expected });

/** yauzl fails where the unpacked size differs from that in the archive's directory. */
async function unpack(zip: ZipFile, entry: Entry, maxFileBytes: number): Promise<Uint8Array> {
  const { fileName, uncompressedSize } = entry;
  if (uncompressedSize > maxFileBytes) {
    const refusal = {
      field: fileName,
      found: `${uncompressedSize} bytes`,
      expected: `at most ${maxFileBytes}`,
    };
    throw new ApiError('too-large', refusal);
  }
  if (entry.isEncrypted())
    throw new ApiError('unsupported-image', {
      field: fileName,
      found: 'an encrypted file',
      expected: 'a file without encryption',
    });
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
