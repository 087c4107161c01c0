import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { compressionTypes, decompressSnappy, decompressZstd } from './codecs.ts';
import { kafkajs } from './kafkajs.ts';

const text = `${'ecg '.repeat(40)}end`;
const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

// Python, python-snappy 0.7.3, kafka-python 3.0.12 (snappy_encode, blocks of 100 bytes) and zstandard 0.25.0.
const block = 'owEMZWNnIP4EAP4EAHIEAARuZA==';
const frames = 'glNOQVBQWQAAAAABAAAAAQAAAAxkDGVjZyD+BAB+BAAAAAAMPwxlY2cg4gQABG5k';
const zstdFrame = 'KLUv/QAAbQAAMGVjZyBuZAEAmilHBA==';
const zstdStream = 'KLUv/QBYbQAAMGVjZyBuZAEAmilHBA==';

describe('messages of other producers', () => {
  it.each([block, frames])('are read where Snappy compressed them', (bytes) => {
    expect(decompressSnappy(bytesOf(bytes)).toString()).toBe(text);
  });

  it.each([zstdFrame, zstdStream])('are read where Zstandard compressed them', (bytes) => {
    expect(decompressZstd(bytesOf(bytes)).toString()).toBe(text);
  });

  it('find a codec for each of the four that Kafka has', async () => {
    const { CompressionCodecs, CompressionTypes } = kafkajs;
    const { GZIP, Snappy, LZ4, ZSTD } = CompressionTypes;
    for (const type of [GZIP, Snappy, LZ4, ZSTD] as const) {
      const { decompress } = CompressionCodecs[type]() as { decompress: (bytes: Buffer) => Promise<Buffer> };
      const samples = { [Snappy]: frames, [ZSTD]: zstdFrame } as Record<number, string>;
      const sample = samples[type];
      if (sample !== undefined) expect((await decompress(bytesOf(sample))).toString()).toBe(text);
    }
  });
});

describe('our own messages', () => {
  it('are compressed with what a kafkajs without other codecs can read', async () => {
    const { CompressionCodecs } = kafkajs;
    const codec = CompressionCodecs[compressionTypes.gzip]() as {
      compress: (encoder: { readonly buffer: Buffer }) => Promise<Buffer>;
    };
    const stock = createRequire(import.meta.url)('kafkajs/src/protocol/message/compression/gzip') as {
      decompress: (bytes: Buffer) => Promise<Buffer>;
    };
    const compressed = await codec.compress({ buffer: Buffer.from(text) });
    expect((await stock.decompress(compressed)).toString()).toBe(text);
    expect(compressed.byteLength).toBeLessThan(text.length);
  });
});
