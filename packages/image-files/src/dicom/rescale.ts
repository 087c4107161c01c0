import { ImageFileError } from '../errors.ts';
import type { ValueUnit } from '../image-file.ts';
import { attributes, nameOf } from './attributes.ts';
import type { DataSet } from './data-set.ts';
import type { PixelFormat } from './pixel-format.ts';

/** value = slope * stored + intercept (PS3.3 C.11.1.1.2). */
export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
}

export interface ModalityTransform {
  readonly unit: ValueUnit;
  /** One for each frame. */
  readonly frames: readonly Rescale[];
}

const identity: Rescale = { slope: 1, intercept: 0 };

/**
 * Conversion of stored numbers to values. Colour and images with a Modality LUT keep their stored numbers, since a
 * table is not invertible.
 * @throws ImageFileError (`broken-file`)
 */
export function readModalityTransform(dataSet: DataSet, format: PixelFormat): ModalityTransform {
  const same = <Each extends Rescale>(rescale: Each): readonly Each[] =>
    Array.from({ length: format.frameCount }, () => rescale);
  if (format.channelCount !== 1 || dataSet.element(attributes.modalityLutSequence) !== undefined)
    return { unit: 'grey', frames: same(identity) };

  const isCt = dataSet.text(attributes.modality) === 'CT';
  const top = readRescale(dataSet);
  const shared = rescaleOfGroup(dataSet.items(attributes.sharedFunctionalGroupsSequence)[0]);
  const groups = dataSet.items(attributes.perFrameFunctionalGroupsSequence);
  const perFrame = groups.map(rescaleOfGroup);
  const isPerFrame = perFrame.some((each) => each !== undefined);
  const general = shared ?? top;
  if (isPerFrame && groups.length !== format.frameCount)
    throw new ImageFileError(
      {
        file: dataSet.source.name,
        field: nameOf(attributes.perFrameFunctionalGroupsSequence),
        found: `${groups.length} items`,
        expected: String(format.frameCount),
      },
      { code: 'broken-file', context: { name: dataSet.source.name } },
    );
  const found = isPerFrame ? perFrame.map((each) => each ?? general) : same(general ?? untold);
  const isHounsfield = isCt && found.every((each) => each !== undefined && each.isHounsfieldInCt);
  return { unit: isHounsfield ? 'hounsfield' : 'grey', frames: found.map((each) => each ?? identity) };
}

interface TypedRescale extends Rescale {
  readonly isHounsfieldInCt: boolean;
}

const untold: TypedRescale = { ...identity, isHounsfieldInCt: false };

function rescaleOfGroup(group: DataSet | undefined): TypedRescale | undefined {
  const item = group?.items(attributes.pixelValueTransformationSequence)[0];
  return item && readRescale(item);
}

function readRescale(dataSet: DataSet): TypedRescale | undefined {
  const slope = dataSet.decimals(attributes.rescaleSlope)?.[0];
  const intercept = dataSet.decimals(attributes.rescaleIntercept)?.[0];
  if (slope === undefined && intercept === undefined) return undefined;
  if (slope === 0)
    throw new ImageFileError(
      {
        file: dataSet.source.name,
        field: nameOf(attributes.rescaleSlope),
        found: '0',
        expected: 'another number',
      },
      {
        code: 'broken-file',
        context: { name: dataSet.source.name, tag: nameOf(attributes.rescaleSlope) },
      },
    );
  // For CT the type may be absent and then is Hounsfield units (PS3.3 C.8.2.1).
  const type = dataSet.text(attributes.rescaleType);
  return {
    slope: slope ?? 1,
    intercept: intercept ?? 0,
    isHounsfieldInCt: intercept !== undefined && (type === undefined || type === 'HU'),
  };
}
