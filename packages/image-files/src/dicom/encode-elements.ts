import type { Attribute } from './attributes.ts';
import { longVrs, type Encoding } from './elements.ts';

/** The bytes of one element (PS3.5 7.1). @param value of even length */
export function encodeElement(
  { tag, vr }: Pick<Attribute, 'tag' | 'vr'>,
  value: Uint8Array,
  encoding: Encoding,
): Uint8Array {
  const isLong = encoding.explicitVr && longVrs.has(vr);
  const headerBytes = isLong ? 12 : 8;
  const bytes = new Uint8Array(headerBytes + value.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, encoding.littleEndian);
  view.setUint16(2, tag & 0xffff, encoding.littleEndian);
  if (encoding.explicitVr) {
    bytes.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4);
    if (isLong) view.setUint32(8, value.length, encoding.littleEndian);
    else view.setUint16(6, value.length, encoding.littleEndian);
  } else view.setUint32(4, value.length, encoding.littleEndian);
  bytes.set(value, headerBytes);
  return bytes;
}

/** Text of one byte per character, padded to even length: UIDs with a zero byte, others with a space (PS3.5 6.2). */
export function encodeText({ tag, vr }: Attribute, text: string, encoding: Encoding): Uint8Array {
  const filled = text.length % 2 === 0 ? text : text + (vr === 'UI' ? '\0' : ' ');
  return encodeElement({ tag, vr }, Buffer.from(filled, 'latin1'), encoding);
}

/** The number of a US or SS element. */
export function encodeShort(
  { tag }: Attribute,
  value: number,
  isSigned: boolean,
  encoding: Encoding,
): Uint8Array {
  const bytes = new Uint8Array(2);
  new DataView(bytes.buffer).setUint16(0, value & 0xffff, encoding.littleEndian);
  return encodeElement({ tag, vr: isSigned ? 'SS' : 'US' }, bytes, encoding);
}

/** A sequence of items of defined length. @param items encoded elements of each item, in order of their tags */
export function encodeSequence(
  attribute: Attribute,
  items: readonly (readonly Uint8Array[])[],
  encoding: Encoding,
): Uint8Array {
  const value = items.map((elements) => {
    const inside = Buffer.concat(elements);
    const header = new Uint8Array(8);
    const view = new DataView(header.buffer);
    view.setUint16(0, 0xfffe, encoding.littleEndian);
    view.setUint16(2, 0xe000, encoding.littleEndian);
    view.setUint32(4, inside.length, encoding.littleEndian);
    return Buffer.concat([header, inside]);
  });
  return encodeElement(attribute, Buffer.concat(value), encoding);
}
