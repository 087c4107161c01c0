import { DenoiserError } from '../errors.ts';

/** A grey image; values on any scale. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** `[height * width]`, row by row from the top. */
  readonly values: Float32Array;
}

/**
 * @throws DenoiserError (`invalid-argument`) where the sizes are not whole numbers above 0, or do not match the values
 */
export function requireGreyImage({ width, height, values }: GreyImage): void {
  if (Number.isSafeInteger(width) && Number.isSafeInteger(height) && width > 0 && height > 0)
    if (values.length === width * height) return;
  throw new DenoiserError(
    { field: 'image', found: `${values.length} values for ${width} x ${height}`, expected: 'one a pixel' },
    {
      code: 'invalid-argument',
    },
  );
}

/** @throws DenoiserError (`invalid-argument`) where two images differ in size. */
export function requireSameSize(a: GreyImage, b: GreyImage): void {
  requireGreyImage(a);
  requireGreyImage(b);
  if (a.width === b.width && a.height === b.height) return;
  throw new DenoiserError(
    { field: 'image', found: `${b.width} x ${b.height}`, expected: `${a.width} x ${a.height}` },
    {
      code: 'invalid-argument',
    },
  );
}

/**
 * A copy with `margin` pixels around it, mirrored at the border.
 * @param repeatEdge whether the outermost pixel is mirrored too (`cba|abc`, scipy's `reflect`) or not (`cb|abc`,
 * numpy's `reflect`)
 */
export function mirrored(image: GreyImage, margin: number, repeatEdge: boolean): GreyImage {
  const width = image.width + 2 * margin;
  const height = image.height + 2 * margin;
  const values = new Float32Array(width * height);
  const columns = Int32Array.from({ length: width }, (_, x) => mirror(x - margin, image.width, repeatEdge));
  for (let y = 0; y < height; y++) {
    const row = mirror(y - margin, image.height, repeatEdge) * image.width;
    for (let x = 0; x < width; x++) values[y * width + x] = image.values[row + (columns[x] ?? 0)] ?? 0;
  }
  return { width, height, values };
}

/** The index within 0 .. length-1 that an index at any distance outside reflects to. */
function mirror(place: number, length: number, repeatEdge: boolean): number {
  const period = repeatEdge ? 2 * length : Math.max(1, 2 * (length - 1));
  const within = ((place % period) + period) % period;
  return within < length ? within : period - within - (repeatEdge ? 1 : 0);
}
