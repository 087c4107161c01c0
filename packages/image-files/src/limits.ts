import { ImageFileError } from './errors.ts';

/** Limits of a decoded file, checked against its header before anything is decoded. */
export interface ImageLimits {
  /** Width times height of one frame. Default 67,108,864 (8192 x 8192). */
  readonly maxPixelsPerFrame: number;
  /** Frames or pages. Default 4096. */
  readonly maxFrames: number;
  /** Bytes of all frames' samples together, and of a deflated header. Default 1 GiB. */
  readonly maxDecodedBytes: number;
}

export const defaultImageLimits: ImageLimits = {
  maxPixelsPerFrame: 8192 * 8192,
  maxFrames: 4096,
  maxDecodedBytes: 2 ** 30,
};

export interface DecodedSize {
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  readonly bytesPerPixel: number;
}

/** @throws ImageFileError (`too-large`, `broken-file` where a size is not a whole number above 0) */
export function requireWithinLimits(name: string, size: DecodedSize, limits: ImageLimits): void {
  const { width, height, frameCount, bytesPerPixel } = size;
  const measures = `${width} x ${height} pixels, ${frameCount} frames`;
  const isWhole = [width, height, frameCount].every((count) => Number.isSafeInteger(count) && count > 0);
  if (!isWhole)
    throw new ImageFileError(
      { file: name, found: measures, expected: 'whole numbers above 0' },
      {
        code: 'broken-file',
        context: { name, width, height, frameCount },
      },
    );
  const found = [
    [width * height, limits.maxPixelsPerFrame, 'pixels a frame'],
    [frameCount, limits.maxFrames, 'frames'],
    [width * height * frameCount * bytesPerPixel, limits.maxDecodedBytes, 'bytes unpacked'],
  ] as const;
  for (const [count, limit, what] of found)
    if (count > limit)
      throw new ImageFileError(
        { file: name, field: measures, found: `${count} ${what}`, expected: `at most ${limit}` },
        {
          code: 'too-large',
          context: { name, width, height, frameCount },
        },
      );
}
