import { malformed, unsupported } from '../errors.ts';

/** Counts of one signal; 32 bits only where the format has more than 16. */
export type SignalCounts = Int16Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Decodes the bytes of a signal file to counts, in the file's order. */
interface SignalFormat {
  readonly wide: boolean;
  /** The number that means "no sample" (WFDB, signal(5)): the least of the format. */
  readonly missing: number;
  /** Bytes of `count` samples. */
  byteLength(count: number): number;
  /** Samples in `byteLength` bytes. */
  capacity(byteLength: number): number;
  /** The sample at an index; bytes past the end read as 0. */
  sampleAt(bytes: DataView, index: number): number;
}

function fixedWidth(width: number, valueAt: (bytes: DataView, offset: number) => number): SignalFormat {
  return {
    wide: width > 2,
    missing: -(2 ** (8 * width - 1)),
    byteLength: (count) => count * width,
    capacity: (byteLength) => Math.floor(byteLength / width),
    sampleAt: (bytes, index) => valueAt(bytes, index * width),
  };
}

/** Two 12-bit two's complement samples in three bytes. */
const packed212: SignalFormat = {
  wide: false,
  missing: -2048,
  byteLength: (count) => Math.ceil((count * 3) / 2),
  capacity: (byteLength) => Math.floor((byteLength * 2) / 3),
  sampleAt(bytes, index) {
    const offset = (index >> 1) * 3;
    const shared = bytes.getUint8(offset + 1);
    const low = bytes.getUint8(index % 2 === 0 ? offset : offset + 2);
    const high = index % 2 === 0 ? shared & 0x0f : shared >> 4;
    return (((high << 8) | low) << 20) >> 20;
  },
};

const pairAt = (bytes: DataView, offset: number): number =>
  offset + 1 < bytes.byteLength ? bytes.getUint16(offset, true) : bytes.getUint8(offset);
const tenBits = (word: number): number => (word << 22) >> 22;

/** Three 10-bit samples in two byte pairs: bits 1 to 10 of each, and the upper five of both. */
const packed310: SignalFormat = {
  wide: false,
  missing: -512,
  byteLength: (count) => Math.floor(count / 3) * 4 + (count % 3) * 2,
  capacity: (byteLength) => Math.floor(byteLength / 4) * 3 + (byteLength % 4 >= 2 ? 1 : 0),
  sampleAt(bytes, index) {
    const offset = Math.floor(index / 3) * 4;
    if (index % 3 < 2) return tenBits(pairAt(bytes, offset + (index % 3) * 2) >> 1);
    return tenBits((pairAt(bytes, offset) >> 11) | ((pairAt(bytes, offset + 2) >> 11) << 5));
  },
};

/** Three 10-bit samples in a 32-bit word, the first in its lowest bits. */
const packed311: SignalFormat = {
  wide: false,
  missing: -512,
  byteLength: (count) => Math.floor(count / 3) * 4 + Math.ceil(((count % 3) * 10) / 8),
  capacity: (byteLength) => Math.floor(byteLength / 4) * 3 + Math.floor(((byteLength % 4) * 8) / 10),
  sampleAt(bytes, index) {
    const offset = Math.floor(index / 3) * 4;
    if (index % 3 === 0) return tenBits(pairAt(bytes, offset));
    if (index % 3 === 1) return tenBits((pairAt(bytes, offset + 1) >> 2) & 0x3ff);
    return tenBits((pairAt(bytes, offset + 2) >> 4) & 0x3ff);
  },
};

const signed24 = (bytes: DataView, offset: number): number =>
  (bytes.getInt8(offset + 2) << 16) | bytes.getUint16(offset, true);

/** By format number (https://physionet.org/physiotools/wag/signal-5.htm). */
const formats: ReadonlyMap<number, SignalFormat> = new Map([
  [16, fixedWidth(2, (bytes, offset) => bytes.getInt16(offset, true))],
  [24, fixedWidth(3, signed24)],
  [32, fixedWidth(4, (bytes, offset) => bytes.getInt32(offset, true))],
  [61, fixedWidth(2, (bytes, offset) => bytes.getInt16(offset, false))],
  [80, fixedWidth(1, (bytes, offset) => bytes.getUint8(offset) - 128)],
  [160, fixedWidth(2, (bytes, offset) => bytes.getUint16(offset, true) - 32_768)],
  [212, packed212],
  [310, packed310],
  [311, packed311],
]);

/** The count that means "no sample" in a format. */
export const missingCount = (format: number): number | undefined => formats.get(format)?.missing;

export interface SignalFileLayout {
  readonly fileName: string;
  readonly format: number;
  readonly byteOffset: number;
  readonly signalCount: number;
  /** Samples of each signal; absent: up to the end of the file. */
  readonly sampleCount: number | undefined;
}

/**
 * Decodes a signal file to the counts of each of its interleaved signals.
 * Formats 16, 24, 32, 61, 80, 160, 212, 310 and 311.
 * @throws RecordingError for another format, or where the file is shorter than its header states
 */
export function decodeSignalFile(bytes: Uint8Array, layout: SignalFileLayout): SignalCounts[] {
  const { fileName, signalCount } = layout;
  const format = formats.get(layout.format);
  if (format === undefined) {
    throw unsupported({
      file: fileName,
      found: `signal format ${layout.format}`,
      expected: `one of ${[...formats.keys()].join(', ')}`,
    });
  }
  const available = Math.max(0, bytes.byteLength - layout.byteOffset);
  const sampleCount = layout.sampleCount ?? Math.floor(format.capacity(available) / signalCount);
  const needed = format.byteLength(sampleCount * signalCount);
  if (needed > available) {
    throw malformed({
      file: fileName,
      found: `${available} bytes of samples`,
      expected: `${needed} for ${signalCount} signals of ${sampleCount}`,
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + layout.byteOffset, needed);
  return Array.from({ length: signalCount }, (_, signal) => {
    const counts = format.wide ? new Int32Array(sampleCount) : new Int16Array(sampleCount);
    for (let index = 0; index < sampleCount; index += 1) {
      counts[index] = format.sampleAt(view, index * signalCount + signal);
    }
    return counts;
  });
}
