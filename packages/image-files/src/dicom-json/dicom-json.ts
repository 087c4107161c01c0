import { attributes } from '../dicom/attributes.ts';
import { DataSet } from '../dicom/data-set.ts';
import { implicitLittleEndian, maxDepth, readItems, type Element } from '../dicom/elements.ts';
import { ImageFileError } from '../errors.ts';
import { decodeText } from './decode-text.ts';
import { hexTag, vrOfTag } from './dictionary.ts';
import { binaryValues } from './number-values.ts';
import { decimalValues, personNames, textValues } from './text-values.ts';

/** An attribute of the DICOM JSON Model (PS3.18 F.2.2). */
export interface JsonAttribute {
  readonly vr: string;
  readonly Value?: readonly unknown[];
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
}

/** A data set in the DICOM JSON Model: eight hexadecimal digits in upper case to attributes. */
export type DicomJson = Readonly<Record<string, JsonAttribute>>;

const bulkVrs = new Set('OB OD OF OL OV OW UN'.split(' '));
const otherVrs = new Set(
  'AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SQ SS ST SV TM UC UI UL UR US UT UV'.split(' '),
);
/** The text of these is in the Specific Character Set (PS3.5 6.1.2.2); that of others in ASCII. */
const encodedVrs = new Set('LO LT PN SH ST UC UT'.split(' '));
const privateCreators = { least: 0x10, greatest: 0xff };

/** What an item takes over from the data set around it. */
interface Surroundings {
  readonly characterSet: string | undefined;
  /** Sequences around the item. */
  readonly depth: number;
}

/**
 * The attributes of a data set without its pixel data and group lengths (PS3.18 F.2.2).
 * @throws ImageFileError (`broken-file`, `too-large`) for a broken sequence
 */
export const dicomJsonOf = (dataSet: DataSet): DicomJson =>
  jsonOf(dataSet, { characterSet: undefined, depth: 0 });

function jsonOf(dataSet: DataSet, { characterSet: inherited, depth }: Surroundings): DicomJson {
  const { name } = dataSet.source;
  if (depth > maxDepth)
    throw new ImageFileError(`${name}: expected at most ${maxDepth} sequences in one another`, {
      code: 'broken-file',
      context: { name },
    });
  const characterSet = dataSet.text(attributes.specificCharacterSet) ?? inherited;
  const json: Record<string, JsonAttribute> = {};
  for (const element of [...dataSet.elements].sort((a, b) => a.tag - b.tag)) {
    const isGroupLength = (element.tag & 0xffff) === 0;
    if (isGroupLength || element.tag === attributes.pixelData.tag) continue;
    // Of repeated elements the first counts.
    json[hexTag(element.tag)] ??= attributeOf(dataSet, element, { characterSet, depth });
  }
  return json;
}

function attributeOf(
  dataSet: DataSet,
  element: Element,
  { characterSet, depth }: Surroundings,
): JsonAttribute {
  // JSON is UTF-8 (PS3.18 F.2.1.1).
  if (element.tag === attributes.specificCharacterSet.tag) return { vr: 'CS', Value: ['ISO_IR 192'] };
  const vr = vrOf(element);
  // An element of unknown VR has the content of implicit VR little endian (PS3.5 6.2.2, note 4).
  const encoding = element.vr === 'UN' ? implicitLittleEndian : element.encoding;
  if (vr === 'SQ') {
    const items = readItems(dataSet.source, { ...element, encoding })
      .filter(({ start, end }) => start < end)
      .map(({ start, end }) =>
        jsonOf(DataSet.read(dataSet.source, encoding, start, end), { characterSet, depth: depth + 1 }),
      );
    return items.length === 0 ? { vr } : { vr, Value: items };
  }
  const bytes = dataSet.source.bytes.subarray(element.valueStart, element.valueEnd);
  if (bulkVrs.has(vr))
    return bytes.length === 0 ? { vr } : { vr, InlineBinary: Buffer.from(bytes).toString('base64') };
  const values =
    binaryValues(vr, bytes, encoding.littleEndian) ??
    valuesOfText(
      encodedVrs.has(vr) ? decodeText(bytes, characterSet, vr) : Buffer.from(bytes).toString('latin1'),
      vr,
    );
  return values.every((value) => value === null) ? { vr } : { vr, Value: values };
}

function valuesOfText(text: string, vr: string): readonly unknown[] {
  if (vr === 'PN') return personNames(text);
  return vr === 'DS' || vr === 'IS' ? decimalValues(text) : textValues(text, vr);
}

/** That of the file; else that of the dictionary; else `UN`. */
function vrOf({ tag, vr, hasUndefinedLength }: Element): string {
  const known = vr === undefined || vr === 'UN' ? (vrOfTag(tag) ?? 'UN') : vr;
  if (known !== 'UN' && (bulkVrs.has(known) || otherVrs.has(known))) return known;
  // Only sequences have an undefined length, apart from compressed pixel data.
  if (hasUndefinedLength) return 'SQ';
  return vr === undefined && isPrivateCreator(tag) ? 'LO' : 'UN';
}

function isPrivateCreator(tag: number): boolean {
  const element = tag & 0xffff;
  const isPrivate = ((tag >>> 16) & 1) === 1;
  return isPrivate && element >= privateCreators.least && element <= privateCreators.greatest;
}
