import dcmjs, { type DcmjsElement } from 'dcmjs';

/** An attribute of the DICOM JSON Model (PS3.18 F.2.2). */
export interface JsonAttribute {
  readonly vr: string;
  readonly Value?: readonly unknown[];
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
}

/** A data set in the DICOM JSON Model: eight hexadecimal digits in upper case to attributes. */
export type DicomJson = Readonly<Record<string, JsonAttribute>>;

/** The pixel data of a file, unconverted. */
export interface FilePixels {
  readonly vr: string;
  readonly bytes: Uint8Array;
  readonly transferSyntaxUid: string;
}

const pixelDataTag = '7FE00010';
const transferSyntaxTag = '00020010';
const bigEndianUid = '1.2.840.10008.1.2.2';
const binaryVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);
const numberVrs = new Set(['DS', 'FD', 'FL', 'IS', 'SL', 'SS', 'SV', 'UL', 'US', 'UV']);

// dcmjs logs its warnings to the console.
dcmjs.log.setLevel('silent');
dcmjs.log.getLogger('validation.dcmjs').setLevel('silent');

/**
 * The attributes and the pixel data of a file that the denoiser wrote.
 * @param file of a native transfer syntax
 */
export function readDicomJson(file: Uint8Array): { readonly json: DicomJson; readonly pixels: FilePixels } {
  const { meta, dict } = dcmjs.data.DicomMessage.readFile(asArrayBuffer(file));
  const { [pixelDataTag]: pixelData, ...rest } = dict;
  const [bytes] = pixelData?.Value ?? [];
  return {
    json: jsonOf(rest),
    pixels: {
      vr: pixelData?.vr ?? 'OW',
      bytes: bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : new Uint8Array(),
      transferSyntaxUid: asText(meta[transferSyntaxTag]?.Value?.[0]),
    },
  };
}

/** One frame in little endian, as DICOMweb requires (PS3.18 8.7.3.3.2). */
export function frameOf(
  json: DicomJson,
  { bytes, transferSyntaxUid }: FilePixels,
  frame: number,
): Uint8Array {
  const [rows, columns, samples, bits] = ['00280010', '00280011', '00280002', '00280100'].map((tag) =>
    Number(json[tag]?.Value?.[0] ?? 1),
  );
  const length = ((rows ?? 1) * (columns ?? 1) * (samples ?? 1) * (bits ?? 8)) / 8;
  const found = Buffer.from(bytes.slice(frame * length, (frame + 1) * length));
  return transferSyntaxUid === bigEndianUid && bits === 16 ? found.swap16() : found;
}

/** Without group lengths (PS3.18 F.2.2). */
function jsonOf(dict: Readonly<Record<string, DcmjsElement>>): DicomJson {
  return Object.fromEntries(
    Object.entries(dict)
      .filter(([tag]) => !tag.endsWith('0000'))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([tag, element]) => [tag.toUpperCase(), attributeOf(element)]),
  );
}

function attributeOf({ vr, Value: values = [] }: DcmjsElement): JsonAttribute {
  if (binaryVrs.has(vr)) {
    const bytes = values.flatMap((value) => (value instanceof ArrayBuffer ? [Buffer.from(value)] : []));
    const inline = Buffer.concat(bytes).toString('base64');
    return inline === '' ? { vr } : { vr, InlineBinary: inline };
  }
  if (vr === 'SQ') {
    const items = values.filter((item) => typeof item === 'object' && item !== null);
    const json = items.map((item) => jsonOf(item as Record<string, DcmjsElement>));
    return json.length === 0 ? { vr } : { vr, Value: json };
  }
  const known = values.map((value) => valueOf(vr, value));
  return known.every((value) => value === null) ? { vr } : { vr, Value: known };
}

/** `null` for an empty value (PS3.18 F.2.5). */
function valueOf(vr: string, value: unknown): unknown {
  if (vr === 'PN') return personName(value);
  if (numberVrs.has(vr)) {
    const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
    return Number.isFinite(number) ? number : null;
  }
  const text = typeof value === 'number' ? tagText(vr, value) : asText(value);
  return text.trim() === '' ? null : text;
}

const tagText = (vr: string, value: number): string =>
  vr === 'AT' ? value.toString(16).toUpperCase().padStart(8, '0') : String(value);

function personName(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null;
  const groups = Object.entries(value).filter(([, text]) => typeof text === 'string' && text.trim() !== '');
  return groups.length === 0 ? null : Object.fromEntries(groups);
}

// Copies a view of a larger buffer; `slice` of a Buffer would not copy.
const asArrayBuffer = (bytes: Uint8Array): ArrayBufferLike =>
  bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
    ? bytes.buffer
    : new Uint8Array(bytes).buffer;

/** The first value of an attribute as text; empty where it is missing. Of a person's name the alphabetic group. */
export function textOf(json: DicomJson, tag: string): string {
  const value = json[tag]?.Value?.[0];
  return typeof value === 'object' && value !== null && 'Alphabetic' in value
    ? asText(value.Alphabetic)
    : asText(value);
}

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
