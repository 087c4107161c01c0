import {
  explicitBigEndian,
  explicitLittleEndian,
  implicitLittleEndian,
  longVrs,
  type Encoding,
} from './elements.ts';

const shortVrs = new Set('AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));

/** The encoding of a data set by its first element; `undefined` where that is not a data element. */
export function sniffEncoding(bytes: Uint8Array): Encoding | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const vr = String.fromCharCode(bytes[4] ?? 0, bytes[5] ?? 0);
  if (longVrs.has(vr) || shortVrs.has(vr))
    // The first group number is small: the position of its zero byte shows the byte order.
    return view.getUint16(0, true) <= view.getUint16(0, false) ? explicitLittleEndian : explicitBigEndian;
  const length = view.getUint32(4, true);
  return length <= bytes.length - 8 || length === 0xffffffff ? implicitLittleEndian : undefined;
}

/**
 * The same for bytes that may not be DICOM: the first element must be of group 0002 or 0008, as in files without a
 * preamble.
 */
export function sniffDataSet(bytes: Uint8Array): Encoding | undefined {
  const encoding = sniffEncoding(bytes);
  if (encoding === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const group = view.getUint16(0, encoding.littleEndian);
  const element = view.getUint16(2, encoding.littleEndian);
  return (group === 0x0002 || group === 0x0008) && element < 0x0100 ? encoding : undefined;
}
