import { compressFrameSync, decompressFrameSync } from 'lz4-napi';
import { kafkajs } from './kafkajs.ts';

export type Compression = 'none' | 'lz4' | 'gzip';

const { CompressionCodecs, CompressionTypes } = kafkajs;

// kafkajs knows LZ4 by name only. Kafka's LZ4 is the standard frame format (KIP-57).
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: (encoder: { readonly buffer: Buffer }) => Promise.resolve(compressFrameSync(encoder.buffer)),
  decompress: (bytes: Buffer) => Promise.resolve(decompressFrameSync(bytes)),
});

export const compressionTypes = {
  none: CompressionTypes.None,
  lz4: CompressionTypes.LZ4,
  gzip: CompressionTypes.GZIP,
} as const satisfies Record<Compression, number>;
