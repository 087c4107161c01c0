import type { Derivation } from '../image-file.ts';
import { attributes, type Attribute } from './attributes.ts';
import type { DataSet } from './data-set.ts';
import type { Encoding } from './elements.ts';
import { encodeSequence, encodeShort, encodeText } from './encode-elements.ts';

/** New bytes of elements by tag, or `undefined` to remove one. Other elements stay. */
export type Changes = Map<number, Uint8Array | undefined>;

/** Pixel attributes of a derived image that differ from its source. */
export interface NewPixels {
  readonly lowestStored: number;
  readonly highestStored: number;
  readonly isSigned: boolean;
  /** For lossy sources that do not declare it (PS3.3 C.7.6.1.1.5). */
  readonly lossy?: { readonly method: string; readonly ratio: number };
  /** The pixels are now interleaved RGB. */
  readonly isNowRgb: boolean;
}

interface Code {
  readonly value: string;
  readonly meaning: string;
}

/** PS3.16 CID 7203 "Image Derivation" has no code for noise reduction; smoothing includes it. */
const smoothing: Code = { value: '113087', meaning: 'Smoothing' };
/** PS3.16 CID 7202 "Source Image Purposes of Reference". */
const sourceForProcessing: Code = {
  value: '121322',
  meaning: 'Source image for image processing operation',
};
/** Added to the number of the source series: a viewer lists the two apart, and their numbers show the relation. */
const seriesNumberStep = 1000;
const greatestIs = 2 ** 31 - 1;

/** The changes of PS3.3 C.7.6.1.1.2 and C.12.4.1 that make an object a derived one in a new series. */
export function derivedChanges(
  dataSet: DataSet,
  derivation: Derivation,
  sopInstanceUid: string,
  pixels: NewPixels,
): Changes {
  const { encoding } = dataSet;
  const changes: Changes = new Map();
  const setText = (attribute: Attribute, text: string) =>
    changes.set(attribute.tag, encodeText(attribute, text, encoding));

  setText(attributes.sopInstanceUid, sopInstanceUid);
  setText(
    attributes.seriesInstanceUid,
    derivation.seriesUidFor(dataSet.requiredText(attributes.seriesInstanceUid)),
  );
  setText(attributes.imageType, derivedImageType(dataSet.text(attributes.imageType)));
  setText(attributes.derivationDescription, descriptionOf(dataSet, derivation));
  changes.set(
    attributes.derivationCodeSequence.tag,
    codeSequence(attributes.derivationCodeSequence, smoothing, encoding),
  );
  changes.set(attributes.sourceImageSequence.tag, sourceSequence(dataSet));

  const { date, time } = dateAndTime(derivation.at, dataSet.text(attributes.timezoneOffsetFromUtc));
  for (const attribute of [attributes.instanceCreationDate, attributes.seriesDate, attributes.contentDate])
    setText(attribute, date);
  for (const attribute of [attributes.instanceCreationTime, attributes.seriesTime, attributes.contentTime])
    setText(attribute, time);

  const number = dataSet.integer(attributes.seriesNumber);
  if (number !== undefined)
    setText(attributes.seriesNumber, String(Math.min(number + seriesNumberStep, greatestIs)));
  const description = noted(dataSet.text(attributes.seriesDescription), derivation.seriesNote);
  if (description !== undefined) setText(attributes.seriesDescription, description);
  pixelChanges(dataSet, pixels, changes);
  return changes;
}

function pixelChanges(dataSet: DataSet, pixels: NewPixels, changes: Changes): void {
  const { encoding } = dataSet;
  const setText = (attribute: Attribute, text: string) =>
    changes.set(attribute.tag, encodeText(attribute, text, encoding));
  const extremes = [
    [attributes.smallestImagePixelValue, pixels.lowestStored],
    [attributes.largestImagePixelValue, pixels.highestStored],
  ] as const;
  for (const [attribute, value] of extremes)
    if (dataSet.element(attribute) !== undefined)
      changes.set(attribute.tag, encodeShort(attribute, value, pixels.isSigned, encoding));
  for (const attribute of [
    // Values of the source series or plane that no longer hold.
    attributes.smallestPixelValueInSeries,
    attributes.largestPixelValueInSeries,
    attributes.smallestImagePixelValueInPlane,
    attributes.largestImagePixelValueInPlane,
    // Tables of fragments; the pixels are uncompressed now.
    attributes.extendedOffsetTable,
    attributes.extendedOffsetTableLengths,
    // Signatures of the original content.
    attributes.macParametersSequence,
    attributes.digitalSignaturesSequence,
  ])
    if (dataSet.element(attribute) !== undefined) changes.set(attribute.tag, undefined);

  if (pixels.lossy !== undefined && dataSet.text(attributes.lossyImageCompression) !== '01') {
    setText(attributes.lossyImageCompression, '01');
    setText(attributes.lossyImageCompressionRatio, pixels.lossy.ratio.toFixed(2));
    setText(attributes.lossyImageCompressionMethod, pixels.lossy.method);
  }
  if (pixels.isNowRgb) {
    setText(attributes.photometricInterpretation, 'RGB');
    changes.set(
      attributes.planarConfiguration.tag,
      encodeShort(attributes.planarConfiguration, 0, false, encoding),
    );
  }
}

/** Value 1 identifies derived pixels; the others describe the examination and stay. */
function derivedImageType(old: string | undefined): string {
  const [, examination = 'SECONDARY', ...rest] = old?.split('\\') ?? [];
  return ['DERIVED', examination, ...rest].join('\\');
}

/** Appends to the description of an earlier derivation. */
function descriptionOf(dataSet: DataSet, { description }: Derivation): string {
  const old = dataSet.text(attributes.derivationDescription);
  const both = old === undefined ? description : `${old}; ${description}`;
  return both.length <= 1024 ? both : description;
}

/** `undefined` where the text exceeds 64 characters: cutting it could split a character of several bytes. */
function noted(old: string | undefined, note: string): string | undefined {
  const text = old === undefined ? note : `${old} (${note})`;
  return text.length <= 64 ? text : undefined;
}

/** Date and time at the object's offset from UTC. Default: UTC. */
function dateAndTime(at: Date, offset: string | undefined): { date: string; time: string } {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(offset ?? '') ?? [];
  const offsetMinutes = (sign === '-' ? -1 : 1) * (60 * Number(hours ?? 0) + Number(minutes ?? 0));
  const iso = new Date(at.getTime() + offsetMinutes * 60_000).toISOString();
  return { date: iso.slice(0, 10).replaceAll('-', ''), time: iso.slice(11, 23).replaceAll(':', '') };
}

function codeSequence(attribute: Attribute, code: Code, encoding: Encoding): Uint8Array {
  const item = [
    encodeText(attributes.codeValue, code.value, encoding),
    encodeText(attributes.codingSchemeDesignator, 'DCM', encoding),
    encodeText(attributes.codeMeaning, code.meaning, encoding),
  ];
  return encodeSequence(attribute, [item], encoding);
}

function sourceSequence(dataSet: DataSet): Uint8Array {
  const { encoding } = dataSet;
  const item = [
    encodeText(attributes.referencedSopClassUid, dataSet.requiredText(attributes.sopClassUid), encoding),
    encodeText(
      attributes.referencedSopInstanceUid,
      dataSet.requiredText(attributes.sopInstanceUid),
      encoding,
    ),
    codeSequence(attributes.purposeOfReferenceCodeSequence, sourceForProcessing, encoding),
  ];
  return encodeSequence(attributes.sourceImageSequence, [item], encoding);
}
