import { hexTag } from './dictionary.ts';

interface NumberFormat {
  readonly bytes: number;
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number | string;
}

/** The binary value representations with their values in JSON (PS3.18 table F.2.3-1). */
const formats: Readonly<Record<string, NumberFormat>> = {
  AT: {
    bytes: 4,
    read: (view, at, littleEndian) =>
      hexTag(view.getUint16(at, littleEndian) * 0x10000 + view.getUint16(at + 2, littleEndian)),
  },
  FL: { bytes: 4, read: (view, at, littleEndian) => view.getFloat32(at, littleEndian) },
  FD: { bytes: 8, read: (view, at, littleEndian) => view.getFloat64(at, littleEndian) },
  SL: { bytes: 4, read: (view, at, littleEndian) => view.getInt32(at, littleEndian) },
  SS: { bytes: 2, read: (view, at, littleEndian) => view.getInt16(at, littleEndian) },
  SV: { bytes: 8, read: (view, at, littleEndian) => Number(view.getBigInt64(at, littleEndian)) },
  UL: { bytes: 4, read: (view, at, littleEndian) => view.getUint32(at, littleEndian) },
  US: { bytes: 2, read: (view, at, littleEndian) => view.getUint16(at, littleEndian) },
  UV: { bytes: 8, read: (view, at, littleEndian) => Number(view.getBigUint64(at, littleEndian)) },
};

/**
 * The values of a binary element, `null` for one that is not finite; 0 for an empty element of numbers.
 * `undefined` for a value representation without numbers.
 */
export function binaryValues(
  vr: string,
  value: Uint8Array,
  littleEndian: boolean,
): readonly unknown[] | undefined {
  const format = formats[vr];
  if (format === undefined) return undefined;
  if (value.length === 0) return vr === 'AT' ? [] : [0];
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  return Array.from({ length: Math.floor(value.length / format.bytes) }, (_, index) => {
    const read = format.read(view, index * format.bytes, littleEndian);
    return typeof read === 'string' || Number.isFinite(read) ? read : null;
  });
}
