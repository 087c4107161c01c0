import { gunzipSync } from 'node:zlib';
import type { Refusal } from '@beatwatch/contracts';
import { StudyError } from '../../errors.ts';

/** An array of unsigned bytes of any number of dimensions. */
export interface IdxArray {
  /** Sizes, slowest first: `[images, rows, columns]`. */
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

const unsignedByte = 0x08;
const typeNames: Readonly<Record<number, string>> = {
  0x09: 'signed bytes',
  0x0b: '16-bit integers',
  0x0c: '32-bit integers',
  0x0d: '32-bit floats',
  0x0e: '64-bit floats',
};

/** Far above MNIST's 47 MB, far below the size of a decompression bomb. */
const defaultMaximumBytes = 1 << 28;

/**
 * Reads the IDX format of the MNIST files: two zero bytes, the type of the values, the number of dimensions, the sizes
 * as big-endian 32-bit integers, the values.
 * @param bytes the file, possibly compressed with gzip
 * @param fileName for errors
 * @param maximumBytes limit of the uncompressed size. Default 256 MiB
 * @throws StudyError (`broken-file`) with file, field, found and expected
 */
export function parseIdx(bytes: Uint8Array, fileName: string, maximumBytes = defaultMaximumBytes): IdxArray {
  const content = unpacked(bytes, fileName, maximumBytes);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const broken = (field: string, found: string, expected: string): StudyError =>
    brokenFile({ file: fileName, field, found, expected });
  if (content.length < 4) throw broken('header', `${content.length} bytes`, 'at least 4');
  if (view.getUint16(0) !== 0)
    throw broken('magic number', `0x${hex(view.getUint32(0), 8)}`, 'two zero bytes at its beginning');
  const type = view.getUint8(2);
  if (type !== unsignedByte)
    throw broken(
      'type',
      `0x${hex(type, 2)}${type in typeNames ? ` (${typeNames[type] ?? ''})` : ''}`,
      '0x08 (unsigned bytes)',
    );
  const dimensions = view.getUint8(3);
  if (dimensions === 0) throw broken('dimensions', '0', 'at least 1');
  const start = 4 + 4 * dimensions;
  if (content.length < start)
    throw broken('header', `${content.length} bytes`, `${start} for ${dimensions} dimensions`);
  const shape = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  const values = content.subarray(start);
  const expected = shape.reduce((product, size) => product * size, 1);
  if (values.length !== expected)
    throw broken('values', `${values.length} bytes`, `${expected} for a shape of ${shape.join(' x ')}`);
  return { shape, values };
}

function unpacked(bytes: Uint8Array, fileName: string, maximumBytes: number): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: maximumBytes });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const expected = `a whole archive of at most ${maximumBytes} bytes`;
    throw brokenFile({ file: fileName, field: 'gzip', found: reason, expected }, cause);
  }
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

const brokenFile = (refusal: Refusal, cause?: unknown): StudyError =>
  new StudyError(refusal, { code: 'broken-file', ...(cause === undefined ? {} : { cause }) });
