import { deflateRawSync } from 'node:zlib';
import type { Encoding } from './elements.ts';

/** A DICOM object as tests make it, written by code that shares nothing with what is tested. */
export interface SyntheticElement {
  readonly tag: number;
  readonly vr: string;
  readonly value:
    string | readonly number[] | Uint8Array | { readonly items: readonly (readonly SyntheticElement[])[] };
  /** Sequences and fragments: closed by a delimiter. */
  readonly hasUndefinedLength?: boolean;
}

export const syntaxUids = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  bigEndian: '1.2.840.10008.1.2.2',
  deflated: '1.2.840.10008.1.2.1.99',
} as const;

const longForms = new Set(['OB', 'OW', 'SQ', 'UN', 'UT', 'OF', 'OD', 'OV']);

export interface SyntheticOptions {
  readonly syntaxUid?: string;
  readonly preamble?: Uint8Array | 'none';
  readonly hasMeta?: boolean;
}

/** A whole file; elements may come in any order and are sorted. */
export function writeObject(
  elements: readonly SyntheticElement[],
  { syntaxUid = syntaxUids.explicit, preamble = new Uint8Array(128), hasMeta = true }: SyntheticOptions = {},
): Uint8Array {
  const encoding = {
    explicitVr: syntaxUid !== syntaxUids.implicit,
    littleEndian: syntaxUid !== syntaxUids.bigEndian,
  };
  const body = writeElements(elements, encoding);
  const meta = writeElements(
    [
      { tag: 0x00020001, vr: 'OB', value: Uint8Array.of(0, 1) },
      { tag: 0x00020010, vr: 'UI', value: syntaxUid },
      { tag: 0x00020016, vr: 'AE', value: 'SENDER' },
    ],
    { explicitVr: true, littleEndian: true },
  );
  return Buffer.concat([
    preamble === 'none' ? new Uint8Array() : Buffer.concat([preamble, Buffer.from('DICM')]),
    hasMeta ? meta : new Uint8Array(),
    syntaxUid === syntaxUids.deflated ? deflateRawSync(body) : body,
  ]);
}

export function writeElements(elements: readonly SyntheticElement[], encoding: Encoding): Uint8Array {
  return Buffer.concat(
    [...elements].sort((a, b) => a.tag - b.tag).map((element) => writeElement(element, encoding)),
  );
}

function writeElement({ tag, vr, value, hasUndefinedLength = false }: SyntheticElement, encoding: Encoding) {
  const bytes = valueBytes(value, vr, encoding, hasUndefinedLength);
  const length = hasUndefinedLength ? 0xffffffff : bytes.length;
  const head = [...u16(tag >>> 16, encoding), ...u16(tag & 0xffff, encoding)];
  if (encoding.explicitVr) {
    head.push(vr.charCodeAt(0), vr.charCodeAt(1));
    head.push(...(longForms.has(vr) ? [0, 0, ...u32(length, encoding)] : u16(length, encoding)));
  } else head.push(...u32(length, encoding));
  return Buffer.concat([Uint8Array.from(head), bytes]);
}

function valueBytes(
  value: SyntheticElement['value'],
  vr: string,
  encoding: Encoding,
  hasUndefinedLength: boolean,
): Uint8Array {
  if (typeof value === 'string') {
    const odd = value.length % 2 === 1;
    return Buffer.from(odd ? value + (vr === 'UI' ? '\0' : ' ') : value, 'latin1');
  }
  if (value instanceof Uint8Array) return value;
  if ('items' in value) {
    const items = value.items.map((item) => {
      const inside = writeElements(item, encoding);
      const length = hasUndefinedLength ? 0xffffffff : inside.length;
      const end = hasUndefinedLength ? itemHead(0xe00d, 0, encoding) : new Uint8Array();
      return Buffer.concat([itemHead(0xe000, length, encoding), inside, end]);
    });
    const end = hasUndefinedLength ? itemHead(0xe0dd, 0, encoding) : new Uint8Array();
    return Buffer.concat([...items, end]);
  }
  return Uint8Array.from(value.flatMap((number) => u16(number, encoding)));
}

/** Encapsulated pixel data: the offset table, then fragments. */
export function fragmentsOf(table: readonly number[], fragments: readonly Uint8Array[]): Uint8Array {
  const encoding = { explicitVr: true, littleEndian: true };
  const items = [Uint8Array.from(table.flatMap((offset) => u32(offset, encoding))), ...fragments];
  return Buffer.concat([
    ...items.map((item) => {
      const even = item.length % 2 === 0 ? item : Buffer.concat([item, new Uint8Array(1)]);
      return Buffer.concat([itemHead(0xe000, even.length, encoding), even]);
    }),
    itemHead(0xe0dd, 0, encoding),
  ]);
}

const itemHead = (element: number, length: number, encoding: Encoding) =>
  Uint8Array.from([...u16(0xfffe, encoding), ...u16(element, encoding), ...u32(length, encoding)]);

function u16(value: number, { littleEndian }: Encoding): number[] {
  const bytes = [value & 0xff, (value >>> 8) & 0xff];
  return littleEndian ? bytes : bytes.reverse();
}

function u32(value: number, { littleEndian }: Encoding): number[] {
  const bytes = [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff];
  return littleEndian ? bytes : bytes.reverse();
}

/** 16-bit words in the order of bytes of a transfer syntax. */
export function words(numbers: readonly number[], syntaxUid: string = syntaxUids.explicit): Uint8Array {
  const encoding = { explicitVr: true, littleEndian: syntaxUid !== syntaxUids.bigEndian };
  return Uint8Array.from(numbers.flatMap((number) => u16(number, encoding)));
}

const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';

/** A CT slice of 16-bit pixels without a sign; elements of the same tag replace those here, `undefined` leaves one out. */
export function ctElements(
  width: number,
  height: number,
  pixels: Uint8Array,
  changes: readonly (SyntheticElement | { readonly tag: number; readonly value: undefined })[] = [],
): SyntheticElement[] {
  const elements = new Map<number, SyntheticElement>();
  const add = (tag: number, vr: string, value: SyntheticElement['value']) =>
    elements.set(tag, { tag, vr, value });
  add(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL');
  add(0x00080016, 'UI', ctImageStorage);
  add(0x00080018, 'UI', '1.2.3.4');
  add(0x00080060, 'CS', 'CT');
  add(0x0008103e, 'LO', 'Thorax');
  add(0x00100020, 'LO', 'DEMO-01');
  add(0x0020000d, 'UI', '1.2.3');
  add(0x0020000e, 'UI', '1.2.3.1');
  add(0x00200011, 'IS', '3');
  add(0x00280002, 'US', [1]);
  add(0x00280004, 'CS', 'MONOCHROME2');
  add(0x00280010, 'US', [height]);
  add(0x00280011, 'US', [width]);
  add(0x00280030, 'DS', '0.5\\0.75');
  add(0x00280100, 'US', [16]);
  add(0x00280101, 'US', [12]);
  add(0x00280102, 'US', [11]);
  add(0x00280103, 'US', [0]);
  add(0x00281052, 'DS', '-1024');
  add(0x00281053, 'DS', '1');
  add(0x7fe00010, 'OW', pixels);
  for (const change of changes)
    if (change.value === undefined) elements.delete(change.tag);
    else elements.set(change.tag, change);
  return [...elements.values()];
}
