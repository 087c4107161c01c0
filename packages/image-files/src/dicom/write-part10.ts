import { attributes } from './attributes.ts';
import type { DataSet } from './data-set.ts';
import type { Changes } from './derived-header.ts';
import { explicitLittleEndian, type Element, type Encoding } from './elements.ts';
import { encodeElement, encodeText } from './encode-elements.ts';
import type { Part10File } from './part10.ts';

/** Identifies this package as the writer of a file (PS3.10 7.1); created by the rule of PS3.5 B.2. */
const implementationClassUid = '2.25.86228314110988455533238006478375572230';
const implementationVersionName = 'BEATWATCH';
const preambleBytes = 128;

export interface Identity {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
}

/** A file with the elements of the source, byte for byte, except for the changes. */
export function writePart10(file: Part10File, identity: Identity, changes: Changes): Uint8Array {
  const preamble = new Uint8Array(preambleBytes + 4);
  // The preamble of a file that is also a TIFF has offsets that no longer hold (PS3.10 7.1).
  if (file.preamble !== undefined && !isTiff(file.preamble)) preamble.set(file.preamble);
  preamble.set(Buffer.from('DICM'), preambleBytes);
  return Buffer.concat([preamble, writeMeta(file.meta, identity), ...merged(file.dataSet, changes)]);
}

function isTiff(bytes: Uint8Array): boolean {
  const byteOrder = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
  return byteOrder === 'II' || byteOrder === 'MM';
}

function writeMeta(meta: DataSet, identity: Identity): Uint8Array {
  const changes: Changes = new Map();
  const texts = [
    [attributes.mediaStorageSopClassUid, identity.sopClassUid],
    [attributes.mediaStorageSopInstanceUid, identity.sopInstanceUid],
    [attributes.transferSyntaxUid, identity.transferSyntaxUid],
    [attributes.implementationClassUid, implementationClassUid],
    [attributes.implementationVersionName, implementationVersionName],
  ] as const;
  for (const [attribute, text] of texts)
    changes.set(attribute.tag, encodeText(attribute, text, explicitLittleEndian));
  const { fileMetaInformationVersion: version, fileMetaInformationGroupLength: length } = attributes;
  if (meta.element(version) === undefined)
    changes.set(version.tag, encodeElement(version, Uint8Array.of(0, 1), explicitLittleEndian));
  changes.set(length.tag, undefined);
  const rest = Buffer.concat(merged(meta, changes));
  const lengthElement = encodeElement(
    length,
    uint32(rest.length, explicitLittleEndian),
    explicitLittleEndian,
  );
  return Buffer.concat([lengthElement, rest]);
}

/** The elements with their changes in the order of the source; a new one is inserted before the first greater tag. */
function merged(dataSet: DataSet, changes: Changes): Uint8Array[] {
  const present = new Set(dataSet.elements.map(({ tag }) => tag));
  const added = [...changes].filter(([tag]) => !present.has(tag)).sort(([a], [b]) => a - b);
  const written = new Set<number>();
  const parts: { readonly tag: number; readonly bytes: Uint8Array }[] = [];
  const add = (tag: number, bytes: Uint8Array | undefined) => {
    if (bytes !== undefined) parts.push({ tag, bytes });
  };
  for (const element of dataSet.elements) {
    for (let next = added[0]; next !== undefined && next[0] < element.tag; next = added[0]) {
      add(...next);
      added.shift();
    }
    if (!changes.has(element.tag)) add(element.tag, verbatim(dataSet, element));
    else if (!written.has(element.tag)) add(element.tag, changes.get(element.tag));
    written.add(element.tag);
  }
  for (const [tag, bytes] of added) add(tag, bytes);
  return withGroupLengths(parts, changes, dataSet.encoding);
}

function verbatim({ source }: DataSet, { start, end }: Element): Uint8Array {
  return source.bytes.subarray(start, end);
}

/** Updates group lengths, which are retired but still written by old scanners, in changed groups. */
function withGroupLengths(
  parts: readonly { readonly tag: number; readonly bytes: Uint8Array }[],
  changes: Changes,
  encoding: Encoding,
): Uint8Array[] {
  const changedGroups = new Set([...changes.keys()].map((tag) => tag >>> 16));
  return parts.map(({ tag, bytes }) => {
    const group = tag >>> 16;
    if ((tag & 0xffff) !== 0 || !changedGroups.has(group)) return bytes;
    const length = parts
      .filter((part) => part.tag >>> 16 === group && part.tag !== tag)
      .reduce((sum, part) => sum + part.bytes.length, 0);
    return encodeElement({ tag, vr: 'UL' }, uint32(length, encoding), encoding);
  });
}

function uint32(value: number, { littleEndian }: Encoding): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, littleEndian);
  return bytes;
}
