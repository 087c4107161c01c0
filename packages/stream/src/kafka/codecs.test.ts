import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { compressFrameSync } from 'lz4-napi';
import { describe, expect, it } from 'vitest';
import { compressionTypes } from './codecs.ts';
import { decompress, decompressSnappy, decompressZstd } from './decompress.ts';
import { kafkajs } from './kafkajs.ts';

const text = `${'ecg '.repeat(40)}end`;
const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

// Python, python-snappy 0.7.3, kafka-python 3.0.12 (snappy_encode, blocks of 100 bytes) and zstandard 0.25.0.
const block = 'owEMZWNnIP4EAP4EAHIEAARuZA==';
const frames = 'glNOQVBQWQAAAAABAAAAAQAAAAxkDGVjZyD+BAB+BAAAAAAMPwxlY2cg4gQABG5k';
const zstdFrame = 'KLUv/QAAbQAAMGVjZyBuZAEAmilHBA==';
const zstdStream = 'KLUv/QBYbQAAMGVjZyBuZAEAmilHBA==';

/** A frame of blocks that repeat one byte, as RFC 8878 has them. */
function zstdOfZeros(bytes: number): Buffer {
  const blockBytes = 128 * 1024;
  const blocks = Math.ceil(bytes / blockBytes);
  const frame = Buffer.alloc(6 + 4 * blocks);
  frame.writeUInt32LE(0xfd2fb528, 0);
  // No checksum and no size; a window of 128 KiB.
  frame.writeUInt8(0x38, 5);
  for (let block = 0; block < blocks; block += 1) {
    const last = block === blocks - 1 ? 1 : 0;
    frame.writeUIntLE(blockBytes * 8 + 2 + last, 6 + 4 * block, 3);
  }
  return frame;
}

describe('messages of other producers', () => {
  it.each([block, frames])('are read where Snappy compressed them', (bytes) => {
    expect(decompressSnappy(bytesOf(bytes)).toString()).toBe(text);
  });

  it.each([zstdFrame, zstdStream])('are read where Zstandard compressed them', (bytes) => {
    expect(decompressZstd(bytesOf(bytes)).toString()).toBe(text);
  });

  it('find a codec for each of the four that Kafka has', async () => {
    const { GZIP, Snappy, LZ4, ZSTD } = kafkajs.CompressionTypes;
    const whole = Buffer.from(text);
    for (const [type, bytes] of [
      [0, whole],
      [GZIP, gzipSync(whole)],
      [Snappy, bytesOf(frames)],
      [LZ4, compressFrameSync(whole)],
      [ZSTD, bytesOf(zstdFrame)],
    ] as const) {
      expect((await decompress(type, bytes)).toString()).toBe(text);
    }
  });

  // gzip of zeros, and Python's snappy.compress(bytes(n)) by its length alone, lz4.frame, zstandard.
  it.each([
    ['gzip', 1, gzipSync(new Uint8Array(17 * 1_048_576))],
    ['Snappy', 2, Buffer.from('ffffff3f00', 'hex')],
    ['LZ4', 3, compressFrameSync(Buffer.alloc(17 * 1_048_576))],
    ['Zstandard', 4, zstdOfZeros(17 * 1_048_576)],
    ['no codec', 7, Buffer.from('x')],
    ['gzip of junk', 1, Buffer.from('junk')],
    ['Snappy of junk', 2, Buffer.from('\xff\xff\xff\xff\xff\xff', 'latin1')],
    ['LZ4 of junk', 3, Buffer.from('junk that is no frame')],
    ['LZ4 cut off', 3, compressFrameSync(Buffer.alloc(100_000)).subarray(0, 20)],
    ['Zstandard of junk', 4, Buffer.from('junk')],
  ])('are refused before they fill the memory, or as junk: %s', async (_name, codec, bytes) => {
    await expect(decompress(codec, bytes)).rejects.toThrow();
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
