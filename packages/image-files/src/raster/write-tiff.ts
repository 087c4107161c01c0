import { ImageFileError } from '../errors.ts';
import type { RasterSamples } from './sharp-image.ts';

export interface TiffPageSize {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha. */
  readonly bandCount: number;
  readonly pixelsPerMm?: number;
}

const shortType = 3;
const longType = 4;
const rationalType = 5;
const typeBytes: Readonly<Record<number, number>> = { [shortType]: 2, [longType]: 4, [rationalType]: 8 };
const pixelsPerCentimetre = 3;
const headerBytes = 8;
const greatestOffset = 2 ** 32;

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly values: readonly number[];
}

/**
 * A little-endian TIFF 6.0 with one uncompressed strip per page; floats by its section 19. sharp cannot write
 * floats or several pages of 16 bits.
 * @throws ImageFileError (`too-large`) above 4 GiB
 */
export function writeTiff(pages: readonly RasterSamples[], size: TiffPageSize): Uint8Array {
  const strips = pages.map(littleEndianBytes);
  const parts: Uint8Array[] = [];
  let at = headerBytes;
  const directories: number[] = [];
  const add = (bytes: Uint8Array) => {
    parts.push(bytes);
    at += bytes.length;
  };
  strips.forEach((strip, page) => {
    const stripAt = at;
    // Directories begin at even offsets.
    add(strip.length % 2 === 0 ? strip : Buffer.concat([strip, new Uint8Array(1)]));
    directories.push(at);
    const isLast = page === strips.length - 1;
    add(directory(fieldsOf(pages[page] ?? new Uint8Array(), size, stripAt, strip.length), at, isLast));
  });
  if (at >= greatestOffset)
    throw new ImageFileError(
      { field: 'TIFF', found: `${at} bytes`, expected: 'less than 4 GiB' },
      { code: 'too-large' },
    );
  const header = new DataView(new ArrayBuffer(headerBytes));
  header.setUint16(0, 0x4949);
  header.setUint16(2, 42, true);
  header.setUint32(4, directories[0] ?? 0, true);
  return Buffer.concat([new Uint8Array(header.buffer), ...parts]);
}

function fieldsOf(samples: RasterSamples, size: TiffPageSize, stripAt: number, stripBytes: number): Field[] {
  const { width, height, bandCount, pixelsPerMm } = size;
  const bits = samples.BYTES_PER_ELEMENT * 8;
  const isColour = bandCount >= 3;
  const hasAlpha = bandCount % 2 === 0;
  const perBand = (value: number) => new Array<number>(bandCount).fill(value);
  const field = (tag: number, type: number, ...values: readonly number[]): Field => ({ tag, type, values });
  return [
    field(256, longType, width),
    field(257, longType, height),
    field(258, shortType, ...perBand(bits)),
    field(259, shortType, 1),
    field(262, shortType, isColour ? 2 : 1),
    field(273, longType, stripAt),
    field(277, shortType, bandCount),
    field(278, longType, height),
    field(279, longType, stripBytes),
    ...(pixelsPerMm === undefined ? [] : resolution(pixelsPerMm)),
    // Unassociated alpha.
    ...(hasAlpha ? [field(338, shortType, 2)] : []),
    ...(samples instanceof Float32Array ? [field(339, shortType, ...perBand(3))] : []),
  ];
}

function resolution(pixelsPerMm: number): Field[] {
  const value = [Math.round(pixelsPerMm * 10 * 10_000), 10_000];
  return [
    { tag: 282, type: rationalType, values: value },
    { tag: 283, type: rationalType, values: value },
    { tag: 296, type: shortType, values: [pixelsPerCentimetre] },
  ];
}

/** An image file directory at offset `at`, followed by the values that do not fit into it; the next one follows its strip. */
function directory(fields: readonly Field[], at: number, isLast: boolean): Uint8Array {
  const tableBytes = 2 + 12 * fields.length + 4;
  const extraBytes = fields.map(bytesOfField).filter((bytes) => bytes > 4);
  const total = tableBytes + extraBytes.reduce((sum, bytes) => sum + bytes, 0);
  const view = new DataView(new ArrayBuffer(total));
  let extraAt = tableBytes;
  view.setUint16(0, fields.length, true);
  fields.forEach((field, index) => {
    const entry = 2 + 12 * index;
    const count = field.type === rationalType ? field.values.length / 2 : field.values.length;
    view.setUint16(entry, field.tag, true);
    view.setUint16(entry + 2, field.type, true);
    view.setUint32(entry + 4, count, true);
    const isInside = bytesOfField(field) <= 4;
    if (!isInside) view.setUint32(entry + 8, at + extraAt, true);
    writeValues(view, isInside ? entry + 8 : extraAt, field);
    if (!isInside) extraAt += bytesOfField(field);
  });
  view.setUint32(tableBytes - 4, isLast ? 0 : nextDirectory(fields, at + total), true);
  return new Uint8Array(view.buffer);
}

/** All pages have one size, so the next strip is as long as this one. */
function nextDirectory(fields: readonly Field[], end: number): number {
  const stripBytes = fields.find(({ tag }) => tag === 279)?.values[0] ?? 0;
  return end + stripBytes + (stripBytes % 2);
}

function bytesOfField({ type, values }: Field): number {
  return type === rationalType ? values.length * 4 : values.length * (typeBytes[type] ?? 0);
}

function writeValues(view: DataView, at: number, { type, values }: Field): void {
  values.forEach((value, index) => {
    if (type === shortType) view.setUint16(at + 2 * index, value, true);
    else view.setUint32(at + 4 * index, value, true);
  });
}

function littleEndianBytes(samples: RasterSamples): Uint8Array {
  if (samples instanceof Uint8Array) return samples;
  const bytes = new Uint8Array(samples.byteLength);
  const view = new DataView(bytes.buffer);
  if (samples instanceof Uint16Array)
    samples.forEach((sample, index) => {
      view.setUint16(2 * index, sample, true);
    });
  else
    samples.forEach((sample, index) => {
      view.setFloat32(4 * index, sample, true);
    });
  return bytes;
}
