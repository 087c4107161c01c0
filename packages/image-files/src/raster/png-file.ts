import { ImageFileError } from '../errors.ts';
import type { ImageFile } from '../image-file.ts';
import { requireWithinLimits, type ImageLimits } from '../limits.ts';
import { keepingPngChunks } from './png-chunks.ts';
import { rasterFile } from './raster-file.ts';
import { readRasterHeader, readRasterPage, sampleBytes, writeRaster } from './sharp-image.ts';

/**
 * Grey or colour, with or without alpha, 8 or 16 bits; fewer bits and palettes are read and written as 8 bits.
 * @throws ImageFileError
 */
export async function readPng(name: string, bytes: Uint8Array, limits: ImageLimits): Promise<ImageFile> {
  const header = await readRasterHeader(name, bytes);
  const { width, height, depth, bandCount } = header;
  const bytesPerPixel = bandCount * sampleBytes(depth);
  requireWithinLimits(name, { width, height, frameCount: 1, bytesPerPixel }, limits);
  return rasterFile({
    name,
    format: 'png',
    mediaType: 'image/png',
    width,
    height,
    frameCount: 1,
    channelCount: bandCount < 3 ? 1 : 3,
    bandCount,
    range: { lowest: 0, highest: depth === 'uchar' ? 255 : 65535 },
    readPage: () => readRasterPage(name, bytes, 0, header),
    write: async ([samples]) => {
      if (samples === undefined || samples instanceof Float32Array)
        throw new ImageFileError(`${name}: expected one page of whole numbers`, { code: 'invalid-argument' });
      return keepingPngChunks(bytes, await writeRaster('png', { width, height }, samples));
    },
  });
}
