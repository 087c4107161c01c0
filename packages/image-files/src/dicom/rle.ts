import type { Refusal } from '@beatwatch/contracts';
import { ImageFileError } from '../errors.ts';
import type { PixelFormat } from './pixel-format.ts';

const headerBytes = 64;
const maxSegments = 15;

/**
 * Unpacks a frame of RLE segments (PS3.5 annex G), one for each byte of a sample, the highest first, into little-endian
 * samples, pixel by pixel. Other than the decoder for the other compressions it takes no segment that is too short for
 * one that is black.
 * @throws ImageFileError (`broken-file`)
 */
export function decodeRle(name: string, frame: Uint8Array, format: PixelFormat): Uint8Array {
  const { width, height, channelCount, bitsAllocated } = format;
  const sampleBytes = bitsAllocated / 8;
  const segments = segmentsOf(name, frame, channelCount * sampleBytes);
  const result = new Uint8Array(width * height * channelCount * sampleBytes);
  segments.forEach((segment, index) => {
    const channel = Math.floor(index / sampleBytes);
    const byte = sampleBytes - 1 - (index % sampleBytes);
    const first = channel * sampleBytes + byte;
    unpackSegment(name, segment, result, { first, step: channelCount * sampleBytes });
  });
  return result;
}

function segmentsOf(name: string, frame: Uint8Array, expected: number): Uint8Array[] {
  if (frame.length < headerBytes)
    throw broken(name, { found: `${frame.length} bytes`, expected: `a header of ${headerBytes}` });
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const count = view.getUint32(0, true);
  if (count !== expected || count > maxSegments)
    throw broken(name, { found: `${count} segments`, expected: String(expected) });
  const starts = Array.from({ length: count }, (_, index) => view.getUint32(4 + 4 * index, true));
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? frame.length;
    if (start >= headerBytes && start <= end && end <= frame.length) return frame.subarray(start, end);
    throw broken(name, `segment ${index}: found bytes ${start} to ${end} of ${frame.length}`);
  });
}

/** Writes each `step`-th byte from `first` on, to the end of the result. */
function unpackSegment(
  name: string,
  segment: Uint8Array,
  result: Uint8Array,
  { first, step }: { readonly first: number; readonly step: number },
): void {
  let to = first;
  for (let at = 0; to < result.length;) {
    const head = segment[at];
    if (head === undefined)
      throw broken(name, { found: `${(to - first) / step} pixels`, expected: String(result.length / step) });
    at += 1;
    if (head === 128) continue;
    const isRun = head > 128;
    const length = isRun ? 257 - head : head + 1;
    for (let index = 0; index < length && to < result.length; index++, to += step) {
      const value = segment[isRun ? at : at + index];
      if (value === undefined) throw broken(name, 'a segment is cut off');
      result[to] = value;
    }
    at += isRun ? 1 : length;
  }
}

function broken(name: string, problem: string | Refusal): ImageFileError {
  return new ImageFileError(
    typeof problem === 'string'
      ? `${name}: RLE frame: ${problem}`
      : { file: name, field: 'RLE frame', ...problem },
    { code: 'broken-file', context: { name } },
  );
}
