import type { Refusal } from '@beatwatch/contracts';
import { ImageFileError } from '../errors.ts';
import { requireWithinLimits, type ImageLimits } from '../limits.ts';
import { attributes, nameOf, type Attribute } from './attributes.ts';
import type { DataSet } from './data-set.ts';
import type { TransferSyntax } from './transfer-syntaxes.ts';

/** The Image Pixel module (PS3.3 C.7.6.3), checked. */
export interface PixelFormat {
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  readonly channelCount: 1 | 3;
  readonly photometric: Photometric;
  /** Channels one after the other instead of interleaved by pixel. */
  readonly isPlanar: boolean;
  readonly bitsAllocated: 8 | 16 | 32;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
}

const photometrics = [
  'MONOCHROME1',
  'MONOCHROME2',
  'RGB',
  'YBR_FULL',
  'YBR_FULL_422',
  'YBR_ICT',
  'YBR_RCT',
] as const;
type Photometric = (typeof photometrics)[number];

/**
 * The format of the pixels from the header; the pixel data is not read.
 * @throws ImageFileError (`broken-file`, `unsupported`, `too-large`)
 */
export function readPixelFormat(dataSet: DataSet, syntax: TransferSyntax, limits: ImageLimits): PixelFormat {
  const { name } = dataSet.source;
  for (const attribute of [attributes.floatPixelData, attributes.doubleFloatPixelData])
    if (dataSet.element(attribute) !== undefined)
      fail(name, 'unsupported', attribute, {
        found: 'floating-point pixels',
        expected: nameOf(attributes.pixelData),
      });
  if (dataSet.element(attributes.pixelData) === undefined)
    fail(name, 'unsupported', attributes.pixelData, { expected: 'an object with pixels' });

  const height = dataSet.requiredUnsigned(attributes.rows);
  const width = dataSet.requiredUnsigned(attributes.columns);
  const frameCount = dataSet.integer(attributes.numberOfFrames) ?? 1;
  const { photometric, channelCount } = readChannels(dataSet);
  const bits = readBits(dataSet);
  const planar = channelCount === 1 ? 0 : (dataSet.unsigned(attributes.planarConfiguration) ?? 0);
  if (planar > 1)
    fail(name, 'broken-file', attributes.planarConfiguration, { found: planar, expected: '0 or 1' });
  const isUncompressed = syntax.compression === undefined;
  if (isUncompressed && (photometric === 'YBR_ICT' || photometric === 'YBR_RCT'))
    fail(name, 'broken-file', attributes.photometricInterpretation, {
      found: photometric,
      expected: 'RGB or YBR_FULL',
    });
  if (
    photometric.startsWith('YBR_FULL') &&
    (bits.bitsAllocated !== 8 || bits.bitsStored !== 8 || bits.isSigned)
  )
    fail(name, 'unsupported', attributes.bitsStored, {
      found: bits.bitsStored,
      expected: `8 bits without a sign for ${photometric}`,
    });
  if (isUncompressed && photometric === 'YBR_FULL_422' && (planar === 1 || width % 2 === 1))
    fail(name, 'broken-file', attributes.columns, {
      found: width,
      expected: 'an even number, pixel by pixel, for YBR_FULL_422',
    });

  const bytesPerPixel = (channelCount * bits.bitsAllocated) / 8;
  requireWithinLimits(name, { width, height, frameCount, bytesPerPixel }, limits);
  return { width, height, frameCount, channelCount, photometric, isPlanar: planar === 1, ...bits };
}

function readChannels(dataSet: DataSet): Pick<PixelFormat, 'photometric' | 'channelCount'> {
  const { name } = dataSet.source;
  const found = dataSet.requiredText(attributes.photometricInterpretation);
  const photometric = photometrics.find((each) => each === found);
  if (photometric === undefined)
    return fail(name, 'unsupported', attributes.photometricInterpretation, {
      found,
      expected: `one of ${photometrics.join(', ')}`,
    });
  const expected = photometric.startsWith('MONOCHROME') ? 1 : 3;
  const channelCount = dataSet.unsigned(attributes.samplesPerPixel) ?? expected;
  if (channelCount !== expected)
    fail(name, 'broken-file', attributes.samplesPerPixel, {
      found: channelCount,
      expected: `${expected} for ${photometric}`,
    });
  return { photometric, channelCount: expected };
}

function readBits(
  dataSet: DataSet,
): Pick<PixelFormat, 'bitsAllocated' | 'bitsStored' | 'highBit' | 'isSigned'> {
  const { name } = dataSet.source;
  const bitsAllocated = dataSet.requiredUnsigned(attributes.bitsAllocated);
  if (bitsAllocated !== 8 && bitsAllocated !== 16 && bitsAllocated !== 32)
    return fail(name, 'unsupported', attributes.bitsAllocated, {
      found: bitsAllocated,
      expected: '8, 16 or 32',
    });
  const bitsStored = dataSet.unsigned(attributes.bitsStored) ?? bitsAllocated;
  if (bitsStored < 1 || bitsStored > bitsAllocated)
    fail(name, 'broken-file', attributes.bitsStored, {
      found: bitsStored,
      expected: `1 to ${bitsAllocated}`,
    });
  const highBit = dataSet.unsigned(attributes.highBit) ?? bitsStored - 1;
  if (highBit < bitsStored - 1 || highBit >= bitsAllocated)
    fail(name, 'broken-file', attributes.highBit, {
      found: highBit,
      expected: `${bitsStored - 1} to ${bitsAllocated - 1}`,
    });
  const representation = dataSet.unsigned(attributes.pixelRepresentation) ?? 0;
  if (representation > 1)
    fail(name, 'broken-file', attributes.pixelRepresentation, { found: representation, expected: '0 or 1' });
  return { bitsAllocated, bitsStored, highBit, isSigned: representation === 1 };
}

function fail(
  name: string,
  code: 'broken-file' | 'unsupported',
  attribute: Attribute,
  values: Pick<Refusal, 'found' | 'expected'>,
): never {
  throw new ImageFileError(
    { file: name, field: nameOf(attribute), ...values },
    { code, context: { name, tag: nameOf(attribute) } },
  );
}
