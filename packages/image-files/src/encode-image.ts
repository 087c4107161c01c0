import { ImageFileError } from './errors.ts';
import type { ImageFile } from './image-file.ts';
import type { ImageShape, ImageValues } from './image-values.ts';
import { encodeNpy } from './npy/encode-npy.ts';
import { requireValues } from './planes.ts';
import { writeRaster } from './raster/sharp-image.ts';

/** Range of values to show: `centre - width / 2` is black, `centre + width / 2` white. */
export interface ImageWindow {
  /** In the image's unit. */
  readonly centre: number;
  /** In the image's unit, above 0. */
  readonly width: number;
}

export type ImageForm =
  /** One frame, for viewing. Default window: 40 +- 200 HU for CT, 0 to 255 for 8-bit files, else the frame's own range. */
  | { readonly format: 'png8'; readonly window?: ImageWindow; readonly frame?: number }
  /** One frame's values, whole numbers; see {@link EncodedImage.offset}. */
  | { readonly format: 'png16'; readonly frame?: number }
  /** All values as 32-bit floats: `[height, width]`, `[frames, height, width]` or `[..., 3]` for colour. */
  | { readonly format: 'npy' };

export interface EncodedImage {
  readonly bytes: Uint8Array;
  readonly mediaType: 'image/png' | 'application/x-npy';
  /** Subtracted from a pixel of a 16-bit PNG it gives the value. 0, or 32768 for Hounsfield units. */
  readonly offset: number;
}

/** An image with other values, for {@link encodeImage}. */
export const imageValues = (image: ImageShape, values: readonly Float32Array[]): ImageValues => ({
  ...shapeOf(image),
  values,
});

function shapeOf(image: ImageShape): ImageShape {
  const { width, height, frameCount, channelCount, unit, range, lowestIsWhite } = image;
  return {
    ...{ width, height, frameCount, channelCount, unit, range },
    ...(lowestIsWhite !== undefined && { lowestIsWhite }),
  };
}

/** One frame of a file as an image of its own. */
export const oneFrame = (
  file: ImageFile,
  frame: number,
): ImageShape & Pick<ImageFile, 'pixelSpacingMm' | 'plane'> => ({
  ...shapeOf(file),
  frameCount: 1,
  ...(file.pixelSpacingMm !== undefined && { pixelSpacingMm: file.pixelSpacingMm }),
  plane: (_, channel) => file.plane(frame, channel),
});

const softTissue: ImageWindow = { centre: 40, width: 400 };

/**
 * Writes planes in another format.
 * @throws ImageFileError (`invalid-argument`)
 */
export async function encodeImage(image: ImageValues, form: ImageForm): Promise<EncodedImage> {
  requireValues('image', image, image.values);
  if (form.format === 'npy') return { bytes: encodeNpy(image), mediaType: 'application/x-npy', offset: 0 };
  const planes = framePlanes(image, form.frame ?? 0);
  const { samples, offset } =
    form.format === 'png8' ? { samples: shown(image, planes, form.window), offset: 0 } : kept(image, planes);
  return { bytes: await writeRaster('png', image, samples), mediaType: 'image/png', offset };
}

function framePlanes(
  { values, frameCount, channelCount }: ImageValues,
  frame: number,
): readonly Float32Array[] {
  if (!Number.isInteger(frame) || frame < 0 || frame >= frameCount)
    throw new ImageFileError(
      { field: 'frame', found: frame, expected: `0 to ${frameCount - 1}` },
      {
        code: 'invalid-argument',
      },
    );
  return values.slice(frame * channelCount, (frame + 1) * channelCount);
}

/** The linear window of DICOM PS3.3 C.11.2.1.3.2 (LINEAR_EXACT). */
function shown(
  image: ImageValues,
  planes: readonly Float32Array[],
  asked: ImageWindow | undefined,
): Uint8Array {
  const { centre, width } = asked ?? defaultWindow(image, planes);
  if (!Number.isFinite(centre) || !(width > 0) || !Number.isFinite(width))
    throw new ImageFileError(
      { field: 'window', found: `centre ${centre} and width ${width}`, expected: 'a width above 0' },
      {
        code: 'invalid-argument',
      },
    );
  const samples = new Uint8Array(planes.length * image.width * image.height);
  const invert = image.lowestIsWhite === true;
  fill(samples, planes, (value) => {
    const share = Math.max(0, Math.min(1, (value - centre) / width + 0.5));
    return Math.round(255 * (invert ? 1 - share : share));
  });
  return samples;
}

function defaultWindow({ unit, range }: ImageValues, planes: readonly Float32Array[]): ImageWindow {
  if (unit === 'hounsfield') return softTissue;
  if (range.lowest === 0 && range.highest === 255) return { centre: 127.5, width: 255 };
  let lowest = Infinity;
  let highest = -Infinity;
  for (const plane of planes)
    for (const value of plane) {
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
  return { centre: (lowest + highest) / 2, width: Math.max(highest - lowest, Number.MIN_VALUE) };
}

function kept({ unit, range, width, height }: ImageValues, planes: readonly Float32Array[]) {
  const offset = unit === 'hounsfield' || range.lowest < 0 ? 32768 : 0;
  const samples = new Uint16Array(planes.length * width * height);
  fill(samples, planes, (value) => Math.max(0, Math.min(65535, Math.round(value + offset))));
  return { samples, offset };
}

function fill(
  samples: Uint8Array | Uint16Array,
  planes: readonly Float32Array[],
  convert: (value: number) => number,
): void {
  planes.forEach((plane, channel) => {
    plane.forEach((value, pixel) => (samples[pixel * planes.length + channel] = convert(value)));
  });
}
