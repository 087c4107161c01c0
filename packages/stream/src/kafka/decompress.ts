import type * as Fzstd from 'fzstd';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decompressFrameSync } from 'lz4-napi';
import { unframed } from './snappy-frames.ts';

// Needed for producers that are not ours alone, and loaded with the first of their messages.
const require = createRequire(import.meta.url);
const decompressGzip = promisify(gunzip);

/** What a batch may grow to: sixteen times the largest that a broker takes by default. */
const maxDecompressedBytes = 16 * 1_048_576;

const tooLarge = (): Error => new RangeError(`the batch grows beyond ${maxDecompressedBytes} bytes`);

/**
 * Decompresses the records of a batch.
 * @param codec the lowest three bits of its attributes: 0 none, 1 gzip, 2 Snappy, 3 LZ4, 4 Zstandard
 * @throws an error of any kind where the bytes are not of that codec or grow beyond `maxDecompressedBytes`
 */
export async function decompress(codec: number, bytes: Buffer): Promise<Buffer> {
  switch (codec) {
    case 0:
      return bytes;
    case 1:
      return decompressGzip(bytes, { maxOutputLength: maxDecompressedBytes });
    case 2:
      return decompressSnappy(bytes);
    case 3:
      return decompressLz4(bytes);
    case 4:
      return decompressZstd(bytes);
    default:
      throw new RangeError(`codec ${codec} is not known`);
  }
}

/** Decompresses Snappy, as one block or in the frames of its Java library, which most clients write. */
export function decompressSnappy(bytes: Uint8Array): Buffer {
  const { uncompress } = require('snappyjs') as {
    uncompress: (block: Uint8Array, maxLength: number) => Uint8Array;
  };
  let room = maxDecompressedBytes;
  return Buffer.concat(
    unframed(bytes).map((block) => {
      const piece = uncompress(block, room);
      room -= piece.byteLength;
      return piece;
    }),
  );
}

export function decompressZstd(bytes: Uint8Array): Buffer {
  const { Decompress } = require('fzstd') as typeof Fzstd;
  const pieces: Uint8Array[] = [];
  let size = 0;
  const end = { reached: false };
  const stream = new Decompress((piece, final) => {
    size += piece.byteLength;
    if (size > maxDecompressedBytes) throw tooLarge();
    // Copied, as the next piece is written over it.
    pieces.push(piece.slice());
    end.reached = final === true;
  });
  stream.push(bytes, true);
  if (!end.reached) throw new RangeError('the Zstandard frame has no end');
  return Buffer.concat(pieces);
}

function decompressLz4(bytes: Buffer): Buffer {
  if (largestLz4(bytes) > maxDecompressedBytes) throw tooLarge();
  return decompressFrameSync(bytes);
}

const lz4Magic = 0x184d2204;
const headerSizes = { magic: 4, flags: 2, contentSize: 8, dictionary: 4, checksum: 1 };

/**
 * The most that a frame of LZ4 can grow to: its blocks times their largest size, the last one by its own bytes, of which
 * one stands for 255 at most.
 * Source: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
function largestLz4(bytes: Buffer): number {
  if (bytes.readUInt32LE(0) !== lz4Magic) throw new RangeError('the bytes are no frame of LZ4');
  const flags = bytes.readUInt8(4);
  const blockBytes = 2 ** (8 + 2 * ((bytes.readUInt8(5) >> 4) & 7));
  let at = headerSizes.magic + headerSizes.flags + headerSizes.checksum;
  if ((flags & 0x08) !== 0) at += headerSizes.contentSize;
  if ((flags & 0x01) !== 0) at += headerSizes.dictionary;
  let largest = 0;
  for (let size = bytes.readUInt32LE(at); size !== 0; size = bytes.readUInt32LE(at)) {
    const stored = size & 0x7fff_ffff;
    largest += Math.min(blockBytes, size > 0x7fff_ffff ? stored : stored * 255);
    at += 4 + stored + ((flags & 0x10) === 0 ? 0 : 4);
  }
  return largest;
}
