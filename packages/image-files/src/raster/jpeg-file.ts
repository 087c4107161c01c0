import { ImageFileError } from '../errors.ts';
import type { ImageFile } from '../image-file.ts';
import { requireWithinLimits, type ImageLimits } from '../limits.ts';
import { keepingJpegSegments } from './jpeg-segments.ts';
import { rasterFile } from './raster-file.ts';
import { readRasterHeader, readRasterPage, sampleBytes, writeRaster } from './sharp-image.ts';

/**
 * Grey or colour of 8 bits; pixels in stored order, regardless of the Exif orientation.
 * @throws ImageFileError
 */
export async function readJpeg(name: string, bytes: Uint8Array, limits: ImageLimits): Promise<ImageFile> {
  const header = await readRasterHeader(name, bytes);
  const { width, height, depth, bandCount } = header;
  const bytesPerPixel = bandCount * sampleBytes(depth);
  requireWithinLimits(name, { width, height, frameCount: 1, bytesPerPixel }, limits);
  if (bandCount !== 1 && bandCount !== 3)
    throw new ImageFileError(
      { file: name, field: 'channels', found: bandCount, expected: '1 or 3' },
      {
        code: 'unsupported',
        context: { name },
      },
    );
  return rasterFile({
    name,
    format: 'jpeg',
    mediaType: 'image/jpeg',
    width,
    height,
    frameCount: 1,
    channelCount: bandCount,
    bandCount,
    range: { lowest: 0, highest: 255 },
    readPage: () => readRasterPage(name, bytes, 0, header),
    write: async ([samples]) => {
      if (!(samples instanceof Uint8Array))
        throw new ImageFileError(`${name}: expected one page of 8 bits`, { code: 'invalid-argument' });
      return keepingJpegSegments(bytes, await writeRaster('jpeg', { width, height }, samples));
    },
  });
}
