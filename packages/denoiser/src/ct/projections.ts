import type { GreyImage } from '../images/grey-image.ts';

/** Parallel-beam projections: sums of an image along straight lines. */
export interface Projections {
  /** Rays of one angle, one pixel apart; the middle one, `rayCount >> 1`, passes through the image's centre. */
  readonly rayCount: number;
  /** Angles spread evenly over half a turn, from 0. */
  readonly angleCount: number;
  /** `[angleCount * rayCount]`. */
  readonly sums: Float32Array;
}

/** Number of rays that cover an image at every angle. */
export const rayCountOf = ({ width, height }: Pick<GreyImage, 'width' | 'height'>): number =>
  Math.ceil(Math.SQRT2 * Math.max(width, height));

/**
 * Projects an image, which is 0 beyond its border. Each ray is sampled in steps of a pixel, with bilinear interpolation
 * (as scikit-image's `radon` does with `circle=False`, which rotates the image and sums its columns).
 */
export function project(image: GreyImage, angleCount: number): Projections {
  const rayCount = rayCountOf(image);
  const sums = new Float32Array(angleCount * rayCount);
  for (let angle = 0; angle < angleCount; angle++) {
    const radians = (Math.PI * angle) / angleCount;
    projectAngle(image, radians, sums.subarray(angle * rayCount, (angle + 1) * rayCount));
  }
  return { rayCount, angleCount, sums };
}

function projectAngle(image: GreyImage, radians: number, sums: Float32Array): void {
  const { width, height, values } = image;
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  const middle = sums.length >> 1;
  const [centreX, centreY] = [width >> 1, height >> 1];
  for (let ray = 0; ray < sums.length; ray++) {
    // Along the line: x = x0 + sine * step, y = y0 + cosine * step.
    const x0 = centreX + cosine * (ray - middle);
    const y0 = centreY - sine * (ray - middle);
    const touching = stepsWithin({ x0, y0, sine, cosine }, { width, height, margin: 1 });
    // Inside, all four neighbours exist, so the innermost loop needs no checks.
    const inside = stepsWithin({ x0, y0, sine, cosine }, { width, height, margin: 0 });
    let sum = 0;
    for (let step = touching.first; step < Math.min(inside.first, touching.last + 1); step++)
      sum += sampleAtBorder(image, x0 + sine * step, y0 + cosine * step);
    for (let step = inside.first; step <= inside.last; step++) {
      const x = x0 + sine * step;
      const y = y0 + cosine * step;
      const column = x | 0;
      const row = y | 0;
      const right = x - column;
      const at = row * width + column;
      const left = values[at] ?? 0;
      const below = values[at + width] ?? 0;
      const upper = left + ((values[at + 1] ?? 0) - left) * right;
      const lower = below + ((values[at + width + 1] ?? 0) - below) * right;
      sum += upper + (lower - upper) * (y - row);
    }
    for (let step = Math.max(inside.last + 1, inside.first); step <= touching.last; step++)
      sum += sampleAtBorder(image, x0 + sine * step, y0 + cosine * step);
    sums[ray] = sum;
  }
}

function sampleAtBorder({ width, height, values }: GreyImage, x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - column, y - row];
  const pixel = (px: number, py: number): number =>
    px < 0 || py < 0 || px >= width || py >= height ? 0 : (values[py * width + px] ?? 0);
  return (
    (pixel(column, row) * (1 - right) + pixel(column + 1, row) * right) * (1 - down) +
    (pixel(column, row + 1) * (1 - right) + pixel(column + 1, row + 1) * right) * down
  );
}

interface Line {
  readonly x0: number;
  readonly y0: number;
  readonly sine: number;
  readonly cosine: number;
}

/** The range of steps inside the image widened by a margin, at most the number of rays. */
function stepsWithin(
  { x0, y0, sine, cosine }: Line,
  { width, height, margin }: { readonly width: number; readonly height: number; readonly margin: number },
): { readonly first: number; readonly last: number } {
  const rayCount = rayCountOf({ width, height });
  const middle = rayCount >> 1;
  let [first, last] = [-middle, rayCount - 1 - middle];
  for (const [start, slope, size] of [
    [x0, sine, width],
    [y0, cosine, height],
  ] as const) {
    const [low, high] = [-margin, size - 1 + margin];
    if (Math.abs(slope) < 1e-9) {
      if (start <= low - 1e-9 || start >= high) return { first: middle, last: middle - 1 };
      continue;
    }
    const [a, b] = [(low - start) / slope, (high - start) / slope];
    // Slightly inside, so that rounding never leaves the image.
    first = Math.max(first, Math.ceil(Math.min(a, b) + 1e-9));
    last = Math.min(last, Math.floor(Math.max(a, b) - 1e-9));
  }
  return { first, last };
}
