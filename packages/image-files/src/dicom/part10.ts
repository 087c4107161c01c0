import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { ImageFileError } from '../errors.ts';
import type { ImageLimits } from '../limits.ts';
import { attributes } from './attributes.ts';
import { DataSet } from './data-set.ts';
import { explicitLittleEndian, readElement, sourceOf, type Element, type Encoding } from './elements.ts';
import { sniffDataSet, sniffEncoding } from './sniff-encoding.ts';
import {
  explicitBigEndianUid,
  explicitLittleEndianUid,
  implicitLittleEndianUid,
  transferSyntaxOf,
  type TransferSyntax,
} from './transfer-syntaxes.ts';

/** A parsed DICOM file (PS3.10 section 7). */
export interface Part10File {
  /** The 128 bytes before `DICM`; absent in a file without preamble. */
  readonly preamble?: Uint8Array;
  /** Elements of group 0002; empty where the file has none. */
  readonly meta: DataSet;
  readonly dataSet: DataSet;
  readonly syntax: TransferSyntax;
}

const preambleBytes = 128;
const prefix = Buffer.from('DICM');
const inflate = promisify(inflateRaw);

/** Whether the bytes are a DICOM file, with or without preamble. */
export function isDicom(bytes: Uint8Array): boolean {
  return hasPrefix(bytes) || sniffDataSet(bytes) !== undefined;
}

function hasPrefix(bytes: Uint8Array): boolean {
  return prefix.every((byte, index) => bytes[preambleBytes + index] === byte);
}

/** @throws ImageFileError (`broken-file`, `unsupported`, `too-large`) */
export async function readPart10(name: string, bytes: Uint8Array, limits: ImageLimits): Promise<Part10File> {
  const source = sourceOf(name, bytes);
  const metaStart = hasPrefix(bytes) ? preambleBytes + 4 : 0;
  const metaElements = readMeta(source, metaStart);
  const meta = DataSet.of(source, explicitLittleEndian, metaElements);
  const start = metaElements.at(-1)?.end ?? metaStart;
  const preamble = metaStart === 0 ? {} : { preamble: bytes.subarray(0, preambleBytes) };
  const uid = meta.text(attributes.transferSyntaxUid);
  const declared = uid === undefined ? undefined : transferSyntaxOf(name, uid);
  if (declared?.isDeflated === true) {
    const inflated = sourceOf(name, await inflateWithin(name, bytes.subarray(start), limits));
    const dataSet = DataSet.read(inflated, declared.encoding, 0);
    return { ...preamble, meta, dataSet, syntax: declared };
  }
  const syntax = actualSyntax(name, bytes.subarray(start), declared);
  return { ...preamble, meta, dataSet: DataSet.read(source, syntax.encoding, start), syntax };
}

/** Group 0002 is always explicit VR little endian; its group length is often wrong, and ignored. */
function readMeta(source: ReturnType<typeof sourceOf>, start: number): readonly Element[] {
  const elements: Element[] = [];
  const { view, bytes } = source;
  for (let at = start; at + 8 <= bytes.length && view.getUint16(at, true) === 2;) {
    const element = readElement(source, explicitLittleEndian, at, { limit: bytes.length, depth: 0 });
    elements.push(element);
    at = element.end;
  }
  return elements;
}

/** The declared transfer syntax, unless the first element contradicts it, as in wrongly exported files. */
function actualSyntax(name: string, bytes: Uint8Array, declared: TransferSyntax | undefined): TransferSyntax {
  const found = sniffEncoding(bytes);
  if (declared !== undefined && (declared.compression !== undefined || found === undefined)) return declared;
  if (found === undefined)
    throw new ImageFileError(
      { file: name, field: 'TransferSyntaxUID (0002,0010)', expected: 'a transfer syntax, or a data set' },
      { code: 'broken-file', context: { name } },
    );
  return transferSyntaxOf(name, uidOf(found));
}

function uidOf(encoding: Encoding): string {
  if (!encoding.explicitVr) return implicitLittleEndianUid;
  return encoding.littleEndian ? explicitLittleEndianUid : explicitBigEndianUid;
}

async function inflateWithin(name: string, deflated: Uint8Array, limits: ImageLimits): Promise<Uint8Array> {
  try {
    return await inflate(deflated, { maxOutputLength: limits.maxDecodedBytes });
  } catch (cause) {
    const isTooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    const problem = isTooLarge
      ? `deflated data set: expected at most ${limits.maxDecodedBytes} bytes unpacked`
      : 'deflated data set: cannot be decompressed';
    throw new ImageFileError(`${name}: ${problem}`, {
      code: isTooLarge ? 'too-large' : 'broken-file',
      context: { name },
      cause,
    });
  }
}
