import type { PixelFormat } from './pixel-format.ts';

/** One frame's stored numbers, as they lie in the file: all channels, pixel by pixel or channel after channel. */
export type Samples = Int32Array | Uint32Array;

/** The least and the greatest number that a pixel can hold. */
export function storedRange({ bitsStored, isSigned }: PixelFormat): { lowest: number; highest: number } {
  return isSigned
    ? { lowest: -(2 ** (bitsStored - 1)), highest: 2 ** (bitsStored - 1) - 1 }
    : { lowest: 0, highest: 2 ** bitsStored - 1 };
}

/** Takes the stored bits out of each word of a frame (PS3.5 8.1.1). */
export function unpackSamples(frame: Uint8Array, format: PixelFormat, littleEndian: boolean): Samples {
  const words = wordsOf(frame, format, littleEndian);
  const samples = format.isSigned ? new Int32Array(words.length) : new Uint32Array(words.length);
  const left = 31 - format.highBit;
  const right = 32 - format.bitsStored;
  // Shifted up to the sign bit and down again: what lies beside the stored bits falls off at both ends.
  if (format.isSigned) words.forEach((word, index) => (samples[index] = (word << left) >> right));
  else words.forEach((word, index) => (samples[index] = (word << left) >>> right));
  return samples;
}

/**
 * The frame again with other numbers. Bits beside the stored ones stay, as overlays lie there, unless they repeated
 * the sign.
 */
export function packSamples(
  frame: Uint8Array,
  samples: Samples,
  format: PixelFormat,
  { littleEndian, hasOverlayBits }: { readonly littleEndian: boolean; readonly hasOverlayBits: boolean },
): Uint8Array {
  const words = wordsOf(frame, format, littleEndian);
  const shift = format.highBit + 1 - format.bitsStored;
  const below = (format.bitsStored === 32 ? -1 : (1 << format.bitsStored) - 1) << shift;
  const above = format.highBit === 31 ? 0 : -1 << (format.highBit + 1);
  const left = 31 - format.highBit;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? 0;
    const value = (samples[index] ?? 0) << shift;
    const signed = (word << left) >> left;
    const repeatsSign = format.isSigned && !hasOverlayBits && (word & above) === (signed & above);
    words[index] =
      (word & ~below & ~(repeatsSign ? above : 0)) | (value & (repeatsSign ? below | above : below));
  }
  return bytesOf(words, format, littleEndian);
}

/** Signed words, so that a comparison of bits needs no care for the width. */
function wordsOf(frame: Uint8Array, { bitsAllocated }: PixelFormat, littleEndian: boolean): Int32Array {
  const byteCount = bitsAllocated / 8;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const words = new Int32Array(frame.length / byteCount);
  for (let index = 0; index < words.length; index++)
    if (byteCount === 1) words[index] = view.getInt8(index);
    else if (byteCount === 2) words[index] = view.getInt16(2 * index, littleEndian);
    else words[index] = view.getInt32(4 * index, littleEndian);
  return words;
}

function bytesOf(words: Int32Array, { bitsAllocated }: PixelFormat, littleEndian: boolean): Uint8Array {
  const byteCount = bitsAllocated / 8;
  const bytes = new Uint8Array(words.length * byteCount);
  const view = new DataView(bytes.buffer);
  words.forEach((word, index) => {
    if (byteCount === 1) view.setInt8(index, word);
    else if (byteCount === 2) view.setInt16(2 * index, word, littleEndian);
    else view.setInt32(4 * index, word, littleEndian);
  });
  return bytes;
}
