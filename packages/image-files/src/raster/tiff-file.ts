import type { ImageFile } from '../image-file.ts';
import { requireWithinLimits, type ImageLimits } from '../limits.ts';
import { rasterFile } from './raster-file.ts';
import { readRasterHeader, readRasterPage, sampleBytes, type SampleDepth } from './sharp-image.ts';
import { requireKnownSamples } from './tiff-samples.ts';
import { writeTiff } from './write-tiff.ts';

const greatestFloat = 3.4028234663852886e38;
const ranges: Readonly<Record<SampleDepth, ImageFile['range']>> = {
  uchar: { lowest: 0, highest: 255 },
  ushort: { lowest: 0, highest: 65535 },
  float: { lowest: -greatestFloat, highest: greatestFloat },
};

/**
 * Grey of 8, 16 or 32 bits (float), colour of 8 or 16 bits, with or without alpha; pages of one size are frames.
 * Written without compression.
 * @throws ImageFileError
 */
export async function readTiff(name: string, bytes: Uint8Array, limits: ImageLimits): Promise<ImageFile> {
  requireKnownSamples(name, bytes);
  const header = await readRasterHeader(name, bytes);
  const { width, height, pageCount, depth, bandCount, pixelsPerMm } = header;
  const bytesPerPixel = bandCount * sampleBytes(depth);
  requireWithinLimits(name, { width, height, frameCount: pageCount, bytesPerPixel }, limits);
  return rasterFile({
    name,
    format: 'tiff',
    mediaType: 'image/tiff',
    width,
    height,
    frameCount: pageCount,
    channelCount: bandCount < 3 ? 1 : 3,
    bandCount,
    range: ranges[depth],
    readPage: (frame) => readRasterPage(name, bytes, frame, header),
    write: (pages) =>
      Promise.resolve(
        writeTiff(pages, { width, height, bandCount, ...(pixelsPerMm === undefined ? {} : { pixelsPerMm }) }),
      ),
  });
}
