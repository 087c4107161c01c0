import { createRequire } from 'node:module';
import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { compressFrameSync, decompressFrameSync } from 'lz4-napi';
import { kafkajs } from './kafkajs.ts';
import { unframed } from './snappy-frames.ts';

export type Compression = 'none' | 'lz4' | 'gzip';

// Needed for producers that are not ours alone, and loaded with the first of their messages.
const require = createRequire(import.meta.url);

interface Encoder {
  readonly buffer: Buffer;
}

const { CompressionCodecs, CompressionTypes } = kafkajs;
const compressGzip = promisify(gzip);
/** The quickest: our messages are small and many. */
const gzipLevel = 1;

const readOnly = (name: string) => () => Promise.reject(new Error(`${name} is read and never written`));

// kafkajs has gzip alone, and stops at messages of the other three. Kafka's LZ4 is the standard frame format (KIP-57).
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: ({ buffer }: Encoder) => Promise.resolve(compressFrameSync(buffer)),
  decompress: (bytes: Buffer) => Promise.resolve(decompressFrameSync(bytes)),
});
const ownGzip = CompressionCodecs[CompressionTypes.GZIP];
CompressionCodecs[CompressionTypes.GZIP] = () => ({
  ...(ownGzip() as object),
  compress: ({ buffer }: Encoder) => compressGzip(buffer, { level: gzipLevel }),
});
CompressionCodecs[CompressionTypes.Snappy] = () => ({
  compress: readOnly('Snappy'),
  decompress: (bytes: Buffer) => Promise.resolve(decompressSnappy(bytes)),
});
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: readOnly('Zstandard'),
  decompress: (bytes: Buffer) => Promise.resolve(decompressZstd(bytes)),
});

export const compressionTypes = {
  none: CompressionTypes.None,
  lz4: CompressionTypes.LZ4,
  gzip: CompressionTypes.GZIP,
} as const satisfies Record<Compression, number>;

/** Decompresses Snappy, as one block or in the frames of its Java library, which most clients write. */
export function decompressSnappy(bytes: Uint8Array): Buffer {
  const { uncompress } = require('snappyjs') as { uncompress: (block: Uint8Array) => Uint8Array };
  return Buffer.concat(unframed(bytes).map((block) => uncompress(block)));
}

export function decompressZstd(bytes: Uint8Array): Buffer {
  const { decompress } = require('fzstd') as { decompress: (frames: Uint8Array) => Uint8Array };
  const { buffer, byteOffset, byteLength } = decompress(bytes);
  return Buffer.from(buffer, byteOffset, byteLength);
}
