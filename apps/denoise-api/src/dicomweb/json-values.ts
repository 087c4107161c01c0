import type { DicomJson, DicomPixels } from '@beatwatch/image-files';

const bigEndianUid = '1.2.840.10008.1.2.2';

/** One frame in little endian, as DICOMweb requires (PS3.18 8.7.3.3.2). */
export function frameOf(
  json: DicomJson,
  { bytes, transferSyntaxUid }: DicomPixels,
  frame: number,
): Uint8Array {
  const [rows, columns, samples, bits] = ['00280010', '00280011', '00280002', '00280100'].map((tag) =>
    Number(json[tag]?.Value?.[0] ?? 1),
  );
  const length = ((rows ?? 1) * (columns ?? 1) * (samples ?? 1) * (bits ?? 8)) / 8;
  const found = Buffer.from(bytes.slice(frame * length, (frame + 1) * length));
  return transferSyntaxUid === bigEndianUid && bits === 16 ? found.swap16() : found;
}

/** The first value of an attribute as text; empty where it is missing. Of a person's name the alphabetic group. */
export function textOf(json: DicomJson, tag: string): string {
  const value = json[tag]?.Value?.[0];
  return typeof value === 'object' && value !== null && 'Alphabetic' in value
    ? asText(value.Alphabetic)
    : asText(value);
}

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
