import type { GreyImage } from '../images/grey-image.ts';
import type { Projections } from './projections.ts';

/**
 * The ramp filter under a Hann window, as a kernel over neighbouring rays, `[2 * reach + 1]`. The ramp is the
 * band-limited one of Kak and Slaney, "Principles of computerized tomographic imaging", 1988, eq. 3.61; a Hann window
 * in frequency is a weighting of neighbouring rays by 1/4, 1/2 and 1/4.
 */
export function hannRampKernel(reach: number): Float32Array {
  const ramp = (offset: number): number => {
    if (offset === 0) return 1 / 2;
    return offset % 2 === 0 ? 0 : -2 / (Math.PI * offset) ** 2;
  };
  return Float32Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const offset = index - reach;
    return ramp(offset) / 2 + (ramp(offset - 1) + ramp(offset + 1)) / 4;
  });
}

/** Filters each angle's rays with {@link hannRampKernel}; values beyond the outermost ray are 0. */
export function rampFiltered({ rayCount, angleCount, sums }: Projections): Projections {
  const kernel = hannRampKernel(rayCount - 1);
  const filtered = new Float32Array(sums.length);
  for (let angle = 0; angle < angleCount; angle++) {
    const start = angle * rayCount;
    for (let ray = 0; ray < rayCount; ray++) {
      let sum = 0;
      const first = rayCount - 1 - ray;
      for (let other = 0; other < rayCount; other++)
        sum += (kernel[first + other] ?? 0) * (sums[start + other] ?? 0);
      filtered[start + ray] = sum;
    }
  }
  return { rayCount, angleCount, sums: filtered };
}

/**
 * Back-projects with linear interpolation between rays, scaled so that, together with {@link rampFiltered}, it inverts
 * `project` except for the window's blur (as scikit-image's `iradon`).
 */
export function backProject(
  { rayCount, angleCount, sums }: Projections,
  { width, height }: Pick<GreyImage, 'width' | 'height'>,
): GreyImage {
  const totals = new Float32Array(width * height);
  const middle = rayCount >> 1;
  const [centreX, centreY] = [width >> 1, height >> 1];
  for (let angle = 0; angle < angleCount; angle++) {
    const radians = (Math.PI * angle) / angleCount;
    const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
    const rays = sums.subarray(angle * rayCount, (angle + 1) * rayCount);
    for (let y = 0; y < height; y++) {
      const row = y * width;
      // The rays cover the image's diagonal, so every pixel lies between two rays.
      let place = middle - centreX * cosine - (y - centreY) * sine;
      for (let x = 0; x < width; x++, place += cosine) {
        const ray = place | 0;
        const share = place - ray;
        const here = rays[ray] ?? 0;
        totals[row + x] = (totals[row + x] ?? 0) + here + share * ((rays[ray + 1] ?? 0) - here);
      }
    }
  }
  const scale = Math.PI / (2 * angleCount);
  return { width, height, values: totals.map((total) => total * scale) };
}
