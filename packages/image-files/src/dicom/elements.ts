import type { Refusal } from '@beatwatch/contracts';
import { ImageFileError } from '../errors.ts';
import { formatTag } from './attributes.ts';

/** Encoding of a data set's elements (PS3.5 7.1, 7.3). */
export interface Encoding {
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
}

/** Bytes with their name for errors. */
export interface Source {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Position of one data element: `start` (its tag) .. `valueStart` .. `valueEnd` .. `end` (after a delimiter). */
export interface Element {
  readonly tag: number;
  /** Absent with implicit VR. */
  readonly vr?: string;
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly end: number;
  readonly hasUndefinedLength: boolean;
  /** Encoding of the elements inside a sequence. */
  readonly encoding: Encoding;
}

export interface Item {
  readonly start: number;
  readonly end: number;
}

export const implicitLittleEndian: Encoding = { explicitVr: false, littleEndian: true };
export const explicitLittleEndian: Encoding = { explicitVr: true, littleEndian: true };
export const explicitBigEndian: Encoding = { explicitVr: true, littleEndian: false };

const undefinedLength = 0xffffffff;
const itemTag = 0xfffee000;
const itemDelimiter = 0xfffee00d;
const sequenceDelimiter = 0xfffee0dd;
const delimiterGroup = 0xfffe;
/** Value representations with a length of 32 bits (PS3.5 7.1.2). */
export const longVrs: ReadonlySet<string> = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));
/** Far above real files; refuses a file of empty elements before it fills the memory. */
const maxElements = 50_000;
/** Sequences in one another. */
export const maxDepth = 32;

export function sourceOf(name: string, { buffer, byteOffset, byteLength }: Uint8Array): Source {
  // A new view: the argument may be a `Buffer`, whose `slice` does not copy.
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return { name, bytes, view: new DataView(buffer, byteOffset, byteLength) };
}

/**
 * The elements of a data set or of an item, in the order of the file; values are not parsed.
 * @throws ImageFileError (`broken-file`, `too-large`)
 */
export function readElements(source: Source, encoding: Encoding, start: number, end: number): Element[] {
  const elements: Element[] = [];
  for (let at = start; at < end;) {
    const element = readElement(source, encoding, at, { limit: end, depth: 0 });
    if (element.tag >>> 16 === delimiterGroup)
      throw broken(source, at, { found: formatTag(element.tag), expected: 'a data element' });
    elements.push(element);
    if (elements.length > maxElements)
      throw new ImageFileError(`${source.name}: expected at most ${maxElements} data elements`, {
        code: 'too-large',
        context: { name: source.name },
      });
    at = element.end;
  }
  return elements;
}

/** The items of a sequence, or the fragments of encapsulated pixel data (PS3.5 7.5, A.4). */
export function readItems(source: Source, sequence: Element): Item[] {
  const items: Item[] = [];
  for (let at = sequence.valueStart; at < sequence.valueEnd;) {
    const item = readItem(source, sequence.encoding, at, { limit: sequence.valueEnd, depth: 0 });
    if (item === undefined) break;
    items.push({ start: item.start, end: item.valueEnd });
    at = item.end;
  }
  return items;
}

/** The element at `start`. Its value must not go beyond `limit`. */
export function readElement(
  source: Source,
  encoding: Encoding,
  start: number,
  { limit, depth }: { readonly limit: number; readonly depth: number },
): Element {
  const { view } = source;
  if (limit - start < 8)
    throw broken(source, start, { found: `${limit - start} bytes`, expected: 'a data element' });
  const tag = readTag(view, start, encoding.littleEndian);
  const { vr, length, valueStart } = readVrAndLength(source, encoding, start, { limit, tag });
  const hasUndefinedLength = length === undefinedLength;
  // The content of an unknown sequence keeps its implicit VR (PS3.5 6.2.2, note 4).
  const inside = vr === 'UN' && hasUndefinedLength ? implicitLittleEndian : encoding;
  const known = { tag, ...(vr === undefined ? {} : { vr }), start, valueStart, hasUndefinedLength };
  if (hasUndefinedLength) {
    const { valueEnd, end } = skipItems(source, inside, valueStart, { limit, depth: depth + 1 });
    return { ...known, valueEnd, end, encoding: inside };
  }
  const end = valueStart + length;
  if (end > limit)
    throw broken(source, start, {
      field: `${formatTag(tag)} is cut off`,
      found: `${limit - valueStart} bytes`,
      expected: String(length),
    });
  return { ...known, valueEnd: end, end, encoding: inside };
}

function readVrAndLength(
  source: Source,
  encoding: Encoding,
  start: number,
  { limit, tag }: { readonly limit: number; readonly tag: number },
) {
  const { view, bytes } = source;
  const vr =
    encoding.explicitVr && tag >>> 16 !== delimiterGroup
      ? String.fromCharCode(bytes[start + 4] ?? 0, bytes[start + 5] ?? 0)
      : undefined;
  // Some writers leave single elements in implicit VR among explicit ones.
  if (vr === undefined || !/^[A-Z]{2}$/.test(vr))
    return { vr: undefined, length: view.getUint32(start + 4, encoding.littleEndian), valueStart: start + 8 };
  if (!longVrs.has(vr))
    return { vr, length: view.getUint16(start + 6, encoding.littleEndian), valueStart: start + 8 };
  if (limit - start < 12) throw broken(source, start, `${formatTag(tag)} is cut off in its length`);
  return { vr, length: view.getUint32(start + 8, encoding.littleEndian), valueStart: start + 12 };
}

/** Skips the items of a value of undefined length, to its delimiter. */
function skipItems(
  source: Source,
  encoding: Encoding,
  start: number,
  { limit, depth }: { readonly limit: number; readonly depth: number },
) {
  for (let at = start; ;) {
    const item = readItem(source, encoding, at, { limit, depth });
    if (item === undefined) return { valueEnd: at, end: at + 8 };
    at = item.end;
  }
}

/** `undefined` at the end of the sequence. */
function readItem(
  source: Source,
  encoding: Encoding,
  at: number,
  { limit, depth }: { readonly limit: number; readonly depth: number },
) {
  if (depth > maxDepth) throw broken(source, at, `expected at most ${maxDepth} sequences in one another`);
  if (limit - at < 8) throw broken(source, at, 'expected an item or the end of a sequence');
  const tag = readTag(source.view, at, encoding.littleEndian);
  const length = source.view.getUint32(at + 4, encoding.littleEndian);
  if (tag === sequenceDelimiter) return undefined;
  if (tag !== itemTag) throw broken(source, at, { found: formatTag(tag), expected: 'an item' });
  const start = at + 8;
  if (length !== undefinedLength) {
    if (length > limit - start)
      throw broken(source, at, {
        field: 'item is cut off',
        found: `${limit - start} bytes`,
        expected: String(length),
      });
    return { start, valueEnd: start + length, end: start + length };
  }
  for (let inner = start; ;) {
    if (limit - inner >= 8 && readTag(source.view, inner, encoding.littleEndian) === itemDelimiter)
      return { start, valueEnd: inner, end: inner + 8 };
    inner = readElement(source, encoding, inner, { limit, depth }).end;
  }
}

function readTag(view: DataView, at: number, littleEndian: boolean): number {
  return ((view.getUint16(at, littleEndian) << 16) | view.getUint16(at + 2, littleEndian)) >>> 0;
}

function broken(source: Source, byte: number, problem: string | Refusal): ImageFileError {
  const { name } = source;
  if (typeof problem !== 'string') {
    const field = [`byte ${byte}`, ...(problem.field === undefined ? [] : [problem.field])].join(': ');
    return new ImageFileError(
      { file: name, ...problem, field },
      { code: 'broken-file', context: { name, byte } },
    );
  }
  return new ImageFileError(`${name}: byte ${byte}: ${problem}`, {
    code: 'broken-file',
    context: { name, byte },
  });
}
