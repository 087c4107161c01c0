import type { Refusal } from '@beatwatch/contracts';
import { ImageFileError } from '../errors.ts';
import { BitReader, huffmanTable, type HuffmanTable } from './huffman.ts';
import type { PixelFormat } from './pixel-format.ts';

interface Frame {
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  /** Of each channel. */
  readonly ids: readonly number[];
}

interface Scan {
  readonly channels: readonly { readonly index: number; readonly table: HuffmanTable }[];
  /** 1 to 7 (ITU-T T.81 table H.1). */
  readonly predictor: number;
  readonly pointTransform: number;
  /** Lines between restarts, 0 for none. */
  readonly restartLines: number;
}

/**
 * Unpacks lossless JPEG with Huffman codes, process 14 with any predictor (ITU-T T.81 annex H), into little-endian
 * samples, pixel by pixel. The decoder for the other compressions does not come back from some damaged frames.
 * @throws ImageFileError (`broken-file`, `unsupported`)
 */
export function decodeJpegLossless(name: string, stream: Uint8Array, format: PixelFormat): Uint8Array {
  return new LosslessDecoder(name, stream, format).decode();
}

const startOfFrame = 0xffc3;
const huffmanTables = 0xffc4;
const endOfImage = 0xffd9;
const startOfScan = 0xffda;
const restartInterval = 0xffdd;
const firstRestart = 0xffd0;
/** Each costs time to build; real frames have one a channel. */
const maxTables = 64;

class LosslessDecoder {
  readonly #name: string;
  readonly #stream: Uint8Array;
  readonly #view: DataView;
  readonly #format: PixelFormat;
  readonly #tables = new Map<number, HuffmanTable>();
  #frame: Frame | undefined;
  #restartPixels = 0;
  #tableCount = 0;

  constructor(name: string, stream: Uint8Array, format: PixelFormat) {
    this.#name = name;
    this.#stream = stream;
    this.#view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
    this.#format = format;
  }

  decode(): Uint8Array {
    const { width, height, channelCount } = this.#format;
    const planes = Array.from({ length: channelCount }, () => new Uint16Array(width * height));
    const isDone = new Set<number>();
    for (let at = 2; ;) {
      const marker = this.#u16(at);
      if (marker === endOfImage) break;
      const end = at + 2 + this.#u16(at + 2);
      if (marker === huffmanTables) this.#readTables(at + 4, end);
      else if (marker === startOfFrame) this.#frame = this.#readFrame(at);
      else if (marker === restartInterval) this.#restartPixels = this.#u16(at + 4);
      if (marker !== startOfScan) {
        at = end;
        continue;
      }
      const scan = this.#readScan(at);
      for (const { index } of scan.channels) isDone.add(index);
      at = this.#decodeScan(scan, planes, end);
    }
    if (isDone.size !== channelCount)
      throw this.#broken({ found: `${isDone.size} channels`, expected: String(channelCount) });
    return this.#interleaved(planes);
  }

  #readFrame(at: number): Frame {
    const channelCount = this.#u8(at + 9);
    const ids = Array.from({ length: channelCount }, (_, index) => this.#u8(at + 10 + 3 * index));
    for (const index of ids.keys())
      if (this.#u8(at + 11 + 3 * index) !== 0x11)
        throw new ImageFileError(`${this.#name}: lossless JPEG: expected channels of one size`, {
          code: 'unsupported',
          context: { name: this.#name },
        });
    const precision = this.#u8(at + 4);
    if (precision < 2 || precision > 16)
      throw this.#broken({ found: `${precision} bits`, expected: '2 to 16' });
    const frame = { precision, height: this.#u16(at + 5), width: this.#u16(at + 7), ids };
    const { width, height, channelCount: expected } = this.#format;
    if (frame.width !== width || frame.height !== height || channelCount !== expected)
      throw this.#broken('has a second frame of another size');
    return frame;
  }

  #readTables(start: number, end: number): void {
    for (let at = start; at < end;) {
      const counts = this.#stream.subarray(at + 1, at + 17);
      const symbolCount = counts.reduce((sum, count) => sum + count, 0);
      const symbols = this.#stream.subarray(at + 17, at + 17 + symbolCount);
      const table = counts.length === 16 && symbols.length === symbolCount && huffmanTable(counts, symbols);
      if (!table) throw this.#broken('has an invalid table of codes');
      this.#tableCount += 1;
      if (this.#tableCount > maxTables) throw this.#broken(`expected at most ${maxTables} tables of codes`);
      this.#tables.set(this.#u8(at), table);
      at += 17 + symbolCount;
    }
  }

  #readScan(at: number): Scan {
    const frame = this.#frame;
    if (frame === undefined) throw this.#broken('has a scan before its frame');
    const count = this.#u8(at + 4);
    const channels = Array.from({ length: count }, (_, each) => {
      const index = frame.ids.indexOf(this.#u8(at + 5 + 2 * each));
      const table = this.#tables.get(this.#u8(at + 6 + 2 * each) >>> 4);
      if (index < 0 || table === undefined)
        throw this.#broken('has a scan of a channel or with a table that it lacks');
      return { index, table };
    });
    const predictor = this.#u8(at + 5 + 2 * count);
    const pointTransform = this.#u8(at + 7 + 2 * count) & 0x0f;
    if (predictor < 1 || predictor > 7)
      throw this.#broken({ found: `predictor ${predictor}`, expected: '1 to 7' });
    if (pointTransform >= frame.precision) throw this.#broken(`found point transform ${pointTransform}`);
    if (this.#restartPixels % frame.width !== 0)
      throw this.#broken({ found: `restarts after ${this.#restartPixels} pixels`, expected: 'whole lines' });
    return { channels, predictor, pointTransform, restartLines: this.#restartPixels / frame.width };
  }

  /** @returns offset of the next marker */
  #decodeScan(scan: Scan, planes: readonly Uint16Array[], start: number): number {
    const { width, height } = this.#format;
    const half = 2 ** ((this.#frame?.precision ?? 0) - scan.pointTransform - 1);
    let bits = new BitReader(this.#stream, start);
    let firstLine = 0;
    for (let y = 0; y < height; y++) {
      if (scan.restartLines > 0 && y > 0 && y % scan.restartLines === 0) {
        const marker = bits.nextMarker();
        if ((this.#u16(marker) & 0xfff8) !== firstRestart) throw this.#broken('lacks a restart marker');
        bits = new BitReader(this.#stream, marker + 2);
        firstLine = y;
      }
      for (let x = 0; x < width; x++)
        for (const { index, table } of scan.channels) {
          const plane = planes[index];
          if (plane === undefined) continue;
          const at = y * width + x;
          const predicted =
            y === firstLine
              ? x === 0
                ? half
                : (plane[at - 1] ?? 0)
              : x === 0
                ? (plane[at - width] ?? 0)
                : predict(
                    scan.predictor,
                    plane[at - 1] ?? 0,
                    plane[at - width] ?? 0,
                    plane[at - width - 1] ?? 0,
                  );
          plane[at] = predicted + this.#difference(bits, table);
        }
      if (bits.isExhausted) throw this.#broken(`is cut off in line ${y}`);
    }
    if (scan.pointTransform > 0)
      for (const { index } of scan.channels)
        planes[index]?.forEach((value, at, plane) => (plane[at] = value << scan.pointTransform));
    return bits.nextMarker();
  }

  /** T.81 F.2.2.1, H.2.2. */
  #difference(bits: BitReader, table: HuffmanTable): number {
    const size = bits.symbol(table);
    if (size === undefined || size > 16) throw this.#broken('has an invalid code');
    if (size === 16) return 32768;
    const value = bits.number(size);
    return value < 2 ** (size - 1) ? value - 2 ** size + 1 : value;
  }

  #interleaved(planes: readonly Uint16Array[]): Uint8Array {
    const sampleBytes = this.#format.bitsAllocated / 8;
    const step = planes.length * sampleBytes;
    const bytes = new Uint8Array(this.#format.width * this.#format.height * step);
    planes.forEach((plane, channel) => {
      plane.forEach((value, pixel) => {
        const at = pixel * step + channel * sampleBytes;
        bytes[at] = value & 0xff;
        if (sampleBytes > 1) bytes[at + 1] = value >>> 8;
      });
    });
    return bytes;
  }

  #u8(at: number): number {
    const value = this.#stream[at];
    if (value === undefined) throw this.#broken('is cut off');
    return value;
  }

  #u16(at: number): number {
    if (at + 2 > this.#stream.length) throw this.#broken('is cut off');
    return this.#view.getUint16(at);
  }

  #broken(problem: string | Refusal): ImageFileError {
    const what =
      typeof problem === 'string'
        ? `${this.#name}: lossless JPEG ${problem}`
        : { file: this.#name, field: 'lossless JPEG', ...problem };
    return new ImageFileError(what, {
      code: 'broken-file',
      context: { name: this.#name },
    });
  }
}

/** Predicts from the samples to the left, above, and above to the left (T.81 table H.1). */
function predict(predictor: number, left: number, above: number, corner: number): number {
  switch (predictor) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return corner;
    case 4:
      return left + above - corner;
    case 5:
      return left + ((above - corner) >> 1);
    case 6:
      return above + ((left - corner) >> 1);
    default:
      return (left + above) >> 1;
  }
}
