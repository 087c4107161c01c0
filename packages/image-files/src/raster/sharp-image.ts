import sharp from 'sharp';
import { ImageFileError } from '../errors.ts';

/** Interleaved samples of one page. */
export type RasterSamples = Uint8Array | Uint16Array | Float32Array;
export type SampleDepth = 'uchar' | 'ushort' | 'float';

export interface RasterHeader {
  readonly width: number;
  readonly height: number;
  readonly pageCount: number;
  readonly depth: SampleDepth;
  /** 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha. */
  readonly bandCount: number;
  readonly pixelsPerMm?: number;
}

const bytesOf: Readonly<Record<SampleDepth, number>> = { uchar: 1, ushort: 2, float: 4 };
export const sampleBytes = (depth: SampleDepth): number => bytesOf[depth];

/**
 * Reads the header of a PNG, JPEG or TIFF; nothing is decoded.
 * @throws ImageFileError (`broken-file`, `unsupported`)
 */
export async function readRasterHeader(name: string, bytes: Uint8Array): Promise<RasterHeader> {
  const metadata = await orBroken(name, () => open(bytes).metadata());
  const { width, height, depth, channels: bandCount, space, pages: pageCount = 1, density } = metadata;
  if (space === 'cmyk' || space === 'lab')
    throw new ImageFileError(
      { file: name, field: 'colour space', found: space, expected: 'grey or red, green and blue' },
      {
        code: 'unsupported',
        context: { name },
      },
    );
  if (depth !== 'uchar' && depth !== 'ushort' && depth !== 'float')
    throw new ImageFileError(
      { file: name, field: 'samples', found: depth, expected: 'uchar, ushort or float' },
      {
        code: 'unsupported',
        context: { name },
      },
    );
  if (bandCount > 4 || (depth === 'float' && bandCount !== 1))
    throw new ImageFileError(
      {
        file: name,
        field: 'channels',
        found: `${bandCount} of ${depth}`,
        expected: 'at most 4, and 1 of float',
      },
      {
        code: 'unsupported',
        context: { name },
      },
    );
  const pixelsPerMm = density === undefined || density <= 0 ? {} : { pixelsPerMm: density / 25.4 };
  return { width, height, pageCount, depth, bandCount, ...pixelsPerMm };
}

/**
 * The samples of one page as stored: no colour profile is applied.
 * @throws ImageFileError (`broken-file`)
 */
export async function readRasterPage(
  name: string,
  bytes: Uint8Array,
  page: number,
  header: RasterHeader,
): Promise<RasterSamples> {
  const { width, height, depth, bandCount } = header;
  // sharp returns grey with alpha unchanged only as RGBA, with equal colours.
  const bands = bandCount === 2 ? 4 : bandCount;
  const { data, info } = await orBroken(name, () =>
    open(bytes, page)
      .toColourspace(spaceOf(depth, bands))
      .raw({ depth })
      .toBuffer({ resolveWithObject: true }),
  );
  if (info.width !== width || info.height !== height || info.channels !== bands)
    throw new ImageFileError(
      {
        file: name,
        field: `page ${page}`,
        found: `${info.width} x ${info.height} pixels of ${info.channels} channels`,
        expected: `${width} x ${height} of ${bands}`,
      },
      { code: 'unsupported', context: { name, page } },
    );
  const samples = viewOf(data, depth);
  return bandCount === 2 ? samples.filter((_, index) => index % 4 === 0 || index % 4 === 3) : samples;
}

/** A PNG or JPEG with these samples and no metadata. JPEG: quality 95, colour at full resolution. */
export async function writeRaster(
  format: 'png' | 'jpeg',
  size: { readonly width: number; readonly height: number },
  samples: Uint8Array | Uint16Array,
): Promise<Uint8Array> {
  const channels = (samples.length / (size.width * size.height)) as 1 | 2 | 3 | 4;
  const depth = samples instanceof Uint8Array ? 'uchar' : 'ushort';
  const image = sharp(samples, { raw: { ...size, channels }, limitInputPixels: false }).toColourspace(
    spaceOf(depth, channels),
  );
  return format === 'png'
    ? image.png({ compressionLevel: 6 }).toBuffer()
    : image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** Sizes have been checked against our own limits; those of sharp are switched off. */
function open(bytes: Uint8Array, page = 0) {
  return sharp(bytes, { failOn: 'truncated', limitInputPixels: false, ignoreIcc: true, page });
}

function spaceOf(depth: SampleDepth, bands: number): 'b-w' | 'srgb' | 'grey16' | 'rgb16' {
  if (depth === 'ushort') return bands < 3 ? 'grey16' : 'rgb16';
  return bands < 3 ? 'b-w' : 'srgb';
}

function viewOf(data: Buffer, depth: SampleDepth): RasterSamples {
  if (depth === 'uchar') return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  // A copy, since a pooled buffer may have an odd offset.
  const { buffer } = Uint8Array.from(data);
  return depth === 'ushort' ? new Uint16Array(buffer) : new Float32Array(buffer);
}

async function orBroken<Result>(name: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ImageFileError(`${name}: ${reason}`, { code: 'broken-file', context: { name }, cause });
  }
}
