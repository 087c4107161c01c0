import { ContractError } from './errors.ts';

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
if (!hostIsLittleEndian) throw new Error('Beatwatch runs on little-endian processors only');

/** A copy, so that the message's buffer can go and the numbers lie aligned. */
function alignedCopy(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

function wrongLength(field: string, { byteLength }: Uint8Array, expected: string): ContractError {
  return new ContractError({ field, found: `${byteLength} bytes`, expected }, { code: 'invalid-field' });
}

/** @throws ContractError where the length is odd. */
export function int16FromBytes(field: string, bytes: Uint8Array): Int16Array {
  if (bytes.byteLength % 2 !== 0) throw wrongLength(field, bytes, 'an even number of bytes');
  return new Int16Array(alignedCopy(bytes));
}

/** @throws ContractError where the length is no multiple of four. */
export function float32FromBytes(field: string, bytes: Uint8Array): Float32Array {
  if (bytes.byteLength % 4 !== 0) throw wrongLength(field, bytes, 'a multiple of four bytes');
  return new Float32Array(alignedCopy(bytes));
}

/** @throws ContractError where the length is no multiple of eight. */
export function float64FromBytes(field: string, bytes: Uint8Array): Float64Array {
  if (bytes.byteLength % 8 !== 0) throw wrongLength(field, bytes, 'a multiple of eight bytes');
  return new Float64Array(alignedCopy(bytes));
}

/** The numbers' own memory, little-endian. */
export function bytesOf(samples: Int16Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
