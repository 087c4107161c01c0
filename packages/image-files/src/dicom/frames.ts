import type { Refusal } from '@beatwatch/contracts';
import { ImageFileError } from '../errors.ts';
import { attributes, nameOf } from './attributes.ts';
import type { DataSet } from './data-set.ts';
import { readItems, type Element, type Item } from './elements.ts';
import type { PixelFormat } from './pixel-format.ts';

/** Bytes of one uncompressed frame (PS3.5 8.2). */
export function frameBytesOf({
  width,
  height,
  channelCount,
  photometric,
  bitsAllocated,
}: PixelFormat): number {
  const samplesPerPixel = photometric === 'YBR_FULL_422' ? 2 : channelCount;
  return (width * height * samplesPerPixel * bitsAllocated) / 8;
}

/**
 * The uncompressed frames, with the padding of the element. Copies only 8-bit pixels in swapped 16-bit words.
 * @throws ImageFileError (`broken-file`)
 */
export function nativePixels(dataSet: DataSet, format: PixelFormat): Uint8Array {
  const element = pixelElement(dataSet);
  if (element.hasUndefinedLength)
    throw broken(dataSet, { found: 'fragments', expected: 'uncompressed pixels' });
  const pixels = dataSet.source.bytes.subarray(element.valueStart, element.valueEnd);
  const expected = frameBytesOf(format) * format.frameCount;
  if (pixels.length < expected)
    throw broken(dataSet, { found: `${pixels.length} bytes`, expected: String(expected) });
  return isByteSwapped(dataSet, format) ? swapped(pixels) : pixels;
}

/** Big-endian words of two 8-bit pixels: the second pixel comes first (PS3.5 8.1.1, annex D). */
export function isByteSwapped(dataSet: DataSet, format: PixelFormat): boolean {
  return format.bitsAllocated === 8 && !dataSet.encoding.littleEndian && pixelElement(dataSet).vr === 'OW';
}

/** Each two bytes swapped. */
export function swapped(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    result[at] = bytes[at + 1] ?? 0;
    result[at + 1] = bytes[at] ?? 0;
  }
  return result;
}

/**
 * The code stream of each compressed frame (PS3.5 A.4): by the offset tables, or one fragment per frame.
 * @throws ImageFileError (`broken-file`)
 */
export function compressedFrames(dataSet: DataSet, frameCount: number): readonly (readonly Uint8Array[])[] {
  const element = pixelElement(dataSet);
  if (!element.hasUndefinedLength)
    throw broken(dataSet, { found: 'uncompressed pixels', expected: 'fragments' });
  const { source } = dataSet;
  const [table, ...fragments] = readItems(source, element);
  const bytesOf = ({ start, end }: Item) => source.bytes.subarray(start, end);
  if (table === undefined || fragments.length < frameCount)
    throw broken(dataSet, { found: `${fragments.length} fragments`, expected: `at least ${frameCount}` });
  if (frameCount === 1) return [fragments.map(bytesOf)];
  if (fragments.length === frameCount) return fragments.map((fragment) => [bytesOf(fragment)]);

  const starts = frameStarts(dataSet, table, fragments);
  if (starts?.length !== frameCount || starts[0] !== 0)
    throw broken(dataSet, {
      found: `${fragments.length} fragments for ${frameCount} frames`,
      expected: 'an offset table that parts them',
    });
  return starts.map((start, frame) => fragments.slice(start, starts[frame + 1]).map(bytesOf));
}

/** The first fragment of each frame. */
function frameStarts(
  dataSet: DataSet,
  table: Item,
  fragments: readonly Item[],
): readonly number[] | undefined {
  const offsets = extendedOffsets(dataSet) ?? basicOffsets(dataSet, table);
  const first = fragments[0]?.start ?? 0;
  const fragmentAt = new Map(fragments.map(({ start }, index) => [start - first, index]));
  const starts = offsets.map((offset) => fragmentAt.get(offset));
  const isRising = starts.every((start, frame) => {
    const before = starts[frame - 1] ?? -1;
    return start !== undefined && start > before;
  });
  return isRising ? starts.filter((start) => start !== undefined) : undefined;
}

function basicOffsets({ source }: DataSet, { start, end }: Item): readonly number[] {
  return Array.from({ length: Math.floor((end - start) / 4) }, (_, index) =>
    source.view.getUint32(start + 4 * index, true),
  );
}

function extendedOffsets(dataSet: DataSet): readonly number[] | undefined {
  const element = dataSet.element(attributes.extendedOffsetTable);
  if (element === undefined) return undefined;
  const { valueStart, valueEnd } = element;
  return Array.from({ length: Math.floor((valueEnd - valueStart) / 8) }, (_, index) =>
    Number(dataSet.source.view.getBigUint64(valueStart + 8 * index, true)),
  );
}

function pixelElement(dataSet: DataSet): Element {
  const element = dataSet.element(attributes.pixelData);
  if (element === undefined) throw broken(dataSet, { expected: 'pixels' });
  return element;
}

function broken({ source: { name } }: DataSet, refusal: Refusal): ImageFileError {
  const tag = nameOf(attributes.pixelData);
  return new ImageFileError(
    { file: name, field: tag, ...refusal },
    { code: 'broken-file', context: { name, tag } },
  );
}
