import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { compressFrameSync } from 'lz4-napi';
import { kafkajs } from './kafkajs.ts';

export type Compression = 'none' | 'lz4' | 'gzip';

interface Encoder {
  readonly buffer: Buffer;
}

const { CompressionCodecs, CompressionTypes } = kafkajs;
const compressGzip = promisify(gzip);
/** The quickest: our messages are small and many. */
const gzipLevel = 1;

// Decompression is not kafkajs's: see `record-batches.ts`.
const readElsewhere = () => Promise.reject(new Error('batches are read without kafkajs'));

// kafkajs has gzip alone. Kafka's LZ4 is the standard frame format (KIP-57).
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: ({ buffer }: Encoder) => Promise.resolve(compressFrameSync(buffer)),
  decompress: readElsewhere,
});
CompressionCodecs[CompressionTypes.GZIP] = () => ({
  compress: ({ buffer }: Encoder) => compressGzip(buffer, { level: gzipLevel }),
  decompress: readElsewhere,
});

export const compressionTypes = {
  none: CompressionTypes.None,
  lz4: CompressionTypes.LZ4,
  gzip: CompressionTypes.GZIP,
} as const satisfies Record<Compression, number>;
