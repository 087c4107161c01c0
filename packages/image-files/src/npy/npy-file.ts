import { ImageFileError } from '../errors.ts';
import type { ImageFile, ImagePlane } from '../image-file.ts';
import { requireWithinLimits, type ImageLimits } from '../limits.ts';
import { requirePlane, requireValues } from '../planes.ts';
import { readNpyHeader, type NpyHeader } from './npy-header.ts';
import { numberTypes, type NumberType } from './number-types.ts';

/**
 * Whole numbers of 8 to 64 bits and floats of 32 or 64, `[height, width]` or `[frames, height, width]`, in either byte
 * order and either order of axes. Numbers that are not finite, or beyond 32-bit floats, are padding.
 * @throws ImageFileError
 */
export function readNpy(name: string, bytes: Uint8Array, limits: ImageLimits): Promise<ImageFile> {
  // Asynchronous, so that all formats fail in the same way.
  return Promise.resolve().then(() => openNpy(name, bytes, limits));
}

function openNpy(name: string, bytes: Uint8Array, limits: ImageLimits): ImageFile {
  const header = readNpyHeader(name, bytes);
  const type = typeOf(name, header);
  const [width = 0, height = 0, frameCount = 1, ...more] = header.shape.toReversed();
  if (header.shape.length < 2 || more.length > 0)
    throw new ImageFileError(
      {
        file: name,
        field: 'shape',
        found: `${header.shape.length} axes`,
        expected: '[height, width] or [frames, height, width]',
      },
      { code: 'unsupported', context: { name } },
    );
  requireWithinLimits(name, { width, height, frameCount, bytesPerPixel: type.byteCount }, limits);
  const shape = { width, height, frameCount, channelCount: 1 };
  const numbers = numbersOf(name, bytes, header, { ...shape, type });
  return {
    format: 'npy',
    mediaType: 'application/x-npy',
    ...shape,
    unit: 'grey',
    range: { lowest: type.lowest, highest: type.highest },
    plane: async (frame, channel) => {
      requirePlane(name, shape, frame, channel);
      return Promise.resolve(numbers.read(frame));
    },
    withValues: async (values) => {
      requireValues(name, shape, values);
      return Promise.resolve(numbers.rewritten(values));
    },
  };
}

function typeOf(name: string, { type }: NpyHeader): NumberType {
  const found = /^[<>|=][a-z]\d$/.test(type) ? numberTypes[type.slice(1)] : undefined;
  if (found !== undefined) return found;
  throw new ImageFileError(
    { file: name, field: 'descr', found: type, expected: `one of ${Object.keys(numberTypes).join(', ')}` },
    { code: 'unsupported', context: { name } },
  );
}

function numbersOf(
  name: string,
  bytes: Uint8Array,
  { dataStart, isFortran, type: { 0: order } }: NpyHeader,
  {
    type,
    width,
    height,
    frameCount,
  }: {
    readonly type: NumberType;
    readonly width: number;
    readonly height: number;
    readonly frameCount: number;
  },
) {
  const pixelCount = width * height;
  const expected = pixelCount * frameCount * type.byteCount;
  if (bytes.length - dataStart < expected)
    throw new ImageFileError(
      { file: name, found: `${bytes.length - dataStart} bytes of data`, expected: String(expected) },
      {
        code: 'broken-file',
        context: { name },
      },
    );
  const littleEndian = order !== '>';
  const placeOf = (frame: number, pixel: number) => {
    if (!isFortran) return frame * pixelCount + pixel;
    return frame + frameCount * (Math.floor(pixel / width) + height * (pixel % width));
  };
  const at = (frame: number, pixel: number) => dataStart + type.byteCount * placeOf(frame, pixel);
  const viewOf = (of: Uint8Array) => new DataView(of.buffer, of.byteOffset, of.byteLength);
  const view = viewOf(bytes);
  const read = (frame: number): ImagePlane => {
    const values = new Float32Array(pixelCount);
    let padding: Uint8Array | undefined;
    for (let pixel = 0; pixel < pixelCount; pixel++) {
      const value = Math.fround(type.get(view, at(frame, pixel), littleEndian));
      if (Number.isFinite(value)) values[pixel] = value;
      else (padding ??= new Uint8Array(pixelCount))[pixel] = 1;
    }
    return { values, ...(padding === undefined ? {} : { padding }) };
  };
  const rewritten = (planes: readonly Float32Array[]) => {
    const result = bytes.slice();
    const target = viewOf(result);
    planes.forEach((plane, frame) => {
      const old = read(frame);
      plane.forEach((value, pixel) => {
        // Unchanged values keep the digits beyond a 32-bit float.
        if (old.padding?.[pixel] === 1 || value === old.values[pixel]) return;
        const cut = Math.max(type.lowest, Math.min(type.highest, value));
        type.set(target, at(frame, pixel), type.isWhole ? Math.round(cut) : cut, littleEndian);
      });
    });
    return result;
  };
  return { read, rewritten };
}
