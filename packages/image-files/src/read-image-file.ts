import { isDicom } from './dicom/part10.ts';
import { readDicom } from './dicom/dicom-image-file.ts';
import { ImageFileError } from './errors.ts';
import type { ImageFile, ImageFormat } from './image-file.ts';
import { defaultImageLimits, type ImageLimits } from './limits.ts';
import { readNpy } from './npy/npy-file.ts';
import { readJpeg } from './raster/jpeg-file.ts';
import { readPng } from './raster/png-file.ts';
import { readTiff } from './raster/tiff-file.ts';

export interface ReadOptions {
  /** Name of the file in errors. Default `image`. */
  readonly name?: string;
  /** Missing ones have their defaults. */
  readonly limits?: Partial<ImageLimits>;
}

type Reader = (name: string, bytes: Uint8Array, limits: ImageLimits) => Promise<ImageFile>;

const readers: Readonly<Record<ImageFormat, Reader>> = {
  dicom: readDicom,
  png: readPng,
  jpeg: readJpeg,
  tiff: readTiff,
  npy: readNpy,
};

/**
 * Reads the header of an image file; planes are decoded on demand. The bytes must not change while the image file is
 * in use.
 * @throws ImageFileError and no other error, for any bytes
 */
export async function readImageFile(
  bytes: Uint8Array,
  { name = 'image', limits = {} }: ReadOptions = {},
): Promise<ImageFile> {
  const format = sniffFormat(bytes);
  if (format === undefined)
    throw new ImageFileError(
      { file: name, found: 'another format', expected: `one of ${Object.keys(readers).join(', ')}` },
      {
        code: 'unknown-format',
        context: { name },
      },
    );
  return readers[format](name, plainBytes(bytes), { ...defaultImageLimits, ...limits });
}

/** The format of a file by its first bytes. */
function sniffFormat(bytes: Uint8Array): ImageFormat | undefined {
  const begins = (...magic: readonly number[]) => magic.every((byte, index) => bytes[index] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (begins(0xff, 0xd8, 0xff)) return 'jpeg';
  if (begins(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)) return 'npy';
  // Before TIFF: a DICOM file may be a TIFF at the same time (PS3.10 7.1).
  if (isDicom(bytes)) return 'dicom';
  const isTiff = [42, 43].some((version) => begins(0x49, 0x49, version, 0) || begins(0x4d, 0x4d, 0, version));
  return isTiff ? 'tiff' : undefined;
}

/** Converts a `Buffer`, whose `slice` does not copy, to a plain `Uint8Array`. */
function plainBytes({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
