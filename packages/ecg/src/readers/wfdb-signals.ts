import { EcgError } from '../errors.ts';

/** Turns the bytes of a signal file into counts, one after the other as they lie in the file. */
interface SignalFormat {
  /** Bytes that `count` samples take. */
  byteLength(count: number): number;
  /** Samples that so many bytes hold. */
  capacity(byteLength: number): number;
  decode(bytes: DataView, count: number): Int16Array;
}

function fixedWidth(width: number, valueAt: (bytes: DataView, offset: number) => number): SignalFormat {
  return {
    byteLength: (count) => count * width,
    capacity: (byteLength) => Math.floor(byteLength / width),
    decode(bytes, count) {
      const counts = new Int16Array(count);
      for (let index = 0; index < count; index += 1) counts[index] = valueAt(bytes, index * width);
      return counts;
    },
  };
}

/** Two 12-bit two's complement samples in three bytes. */
const packed212: SignalFormat = {
  byteLength: (count) => Math.ceil((count * 3) / 2),
  capacity: (byteLength) => Math.floor((byteLength * 2) / 3),
  decode(bytes, count) {
    const counts = new Int16Array(count);
    for (let index = 0; index < count; index += 1) {
      const offset = (index >> 1) * 3;
      const shared = bytes.getUint8(offset + 1);
      const low = bytes.getUint8(index % 2 === 0 ? offset : offset + 2);
      const high = index % 2 === 0 ? shared & 0x0f : shared >> 4;
      counts[index] = (((high << 8) | low) << 20) >> 20;
    }
    return counts;
  },
};

/** By number, after https://physionet.org/physiotools/wag/signal-5.htm. */
const formats: ReadonlyMap<number, SignalFormat> = new Map([
  [16, fixedWidth(2, (bytes, offset) => bytes.getInt16(offset, true))],
  [61, fixedWidth(2, (bytes, offset) => bytes.getInt16(offset, false))],
  [80, fixedWidth(1, (bytes, offset) => bytes.getUint8(offset) - 128)],
  [160, fixedWidth(2, (bytes, offset) => bytes.getUint16(offset, true) - 32_768)],
  [212, packed212],
]);

export interface SignalFileLayout {
  readonly fileName: string;
  readonly format: number;
  readonly byteOffset: number;
  readonly signalCount: number;
  /** Samples of each signal; absent: until the file ends. */
  readonly sampleCount: number | undefined;
}

/**
 * Decodes one signal file into the counts of each of its signals, which lie interleaved in it.
 * Formats 16, 61, 80, 160 and 212.
 * @throws EcgError for another format, or where the file is shorter than its header says.
 */
export function decodeSignalFile(bytes: Uint8Array, layout: SignalFileLayout): Int16Array[] {
  const { fileName, signalCount } = layout;
  const format = formats.get(layout.format);
  if (format === undefined) {
    throw new EcgError(
      `${fileName}: found signal format ${layout.format}, expected one of ${[...formats.keys()].join(', ')}`,
      { code: 'unsupported', context: { file: fileName } },
    );
  }
  const available = Math.max(0, bytes.byteLength - layout.byteOffset);
  const sampleCount = layout.sampleCount ?? Math.floor(format.capacity(available) / signalCount);
  const needed = format.byteLength(sampleCount * signalCount);
  if (needed > available) {
    throw new EcgError(
      `${fileName}: found ${available} bytes of samples, expected ${needed} for ${signalCount} signals of ${sampleCount}`,
      { code: 'malformed', context: { file: fileName } },
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + layout.byteOffset, needed);
  const interleaved = format.decode(view, sampleCount * signalCount);
  return Array.from({ length: signalCount }, (_, signal) => {
    const counts = new Int16Array(sampleCount);
    for (let index = 0; index < sampleCount; index += 1) {
      counts[index] = interleaved[index * signalCount + signal] ?? 0;
    }
    return counts;
  });
}
