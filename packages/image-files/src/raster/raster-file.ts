import type { ImageFile, ImageFormat, ImagePlane } from '../image-file.ts';
import { holdingLast } from '../last-frame.ts';
import { requirePlane, requireValues } from '../planes.ts';
import type { RasterSamples } from './sharp-image.ts';

/** The parts of a raster format that differ. */
export interface RasterSource {
  readonly name: string;
  readonly format: ImageFormat;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  /** Colour channels, without alpha. */
  readonly channelCount: 1 | 3;
  /** Samples per pixel, with alpha. */
  readonly bandCount: number;
  readonly range: ImageFile['range'];
  readonly lowestIsWhite?: boolean;
  readPage(frame: number): Promise<RasterSamples>;
  /** A file of the same format with these pages. */
  write(pages: readonly RasterSamples[]): Promise<Uint8Array>;
}

/** An image file whose values are its samples. Samples that are not finite are padding. */
export function rasterFile(source: RasterSource): ImageFile {
  const { name, format, mediaType, width, height, frameCount, channelCount, range } = source;
  const shape = { width, height, frameCount, channelCount };
  const readPage = holdingLast((frame) => source.readPage(frame));
  return {
    format,
    mediaType,
    ...shape,
    unit: 'grey',
    range,
    ...(source.lowestIsWhite === undefined ? {} : { lowestIsWhite: source.lowestIsWhite }),
    plane: async (frame, channel) => {
      requirePlane(name, shape, frame, channel);
      return planeOf(await readPage(frame), source, channel);
    },
    withValues: async (values) => {
      requireValues(name, shape, values);
      const pages: RasterSamples[] = [];
      for (let frame = 0; frame < frameCount; frame++) {
        const planes = values.slice(frame * channelCount, (frame + 1) * channelCount);
        pages.push(withPlanes(await readPage(frame), planes, source));
      }
      return source.write(pages);
    },
  };
}

function planeOf(
  samples: RasterSamples,
  { width, height, bandCount }: RasterSource,
  channel: number,
): ImagePlane {
  const values = new Float32Array(width * height);
  let padding: Uint8Array | undefined;
  for (let pixel = 0; pixel < values.length; pixel++) {
    const sample = samples[pixel * bandCount + channel] ?? 0;
    if (Number.isFinite(sample)) {
      values[pixel] = sample;
      continue;
    }
    padding ??= new Uint8Array(values.length);
    padding[pixel] = 1;
  }
  return { values, ...(padding === undefined ? {} : { padding }) };
}

function withPlanes(
  old: RasterSamples,
  planes: readonly Float32Array[],
  { bandCount, range }: RasterSource,
): RasterSamples {
  const samples = old.slice();
  const isWhole = !(samples instanceof Float32Array);
  planes.forEach((plane, channel) => {
    plane.forEach((value, pixel) => {
      const at = pixel * bandCount + channel;
      if (!Number.isFinite(samples[at])) return;
      const cut = Math.max(range.lowest, Math.min(range.highest, value));
      samples[at] = isWhole ? Math.round(cut) : cut;
    });
  });
  return samples;
}
