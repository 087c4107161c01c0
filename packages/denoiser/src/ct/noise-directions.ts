import type { GreyImage } from '../images/grey-image.ts';
import { hannRampKernel } from './back-projection.ts';
import {
  defaultAngleCount,
  defaultElectronicNoisePhotons,
  projectSlice,
  waterAttenuationPerMm,
} from './low-dose.ts';
import { rayCountOf, type Projections } from './projections.ts';

/** Rays at 0, 45, 90 and 135 degrees, up to 22.5 degrees to either side; noise streaks along them. */
export const directionCount = 4;

export interface NoiseDirectionsOptions {
  readonly pixelSpacingMm: number;
  /** See `LowDoseOptions`. */
  readonly incidentPhotons: number;
  /** Default 10. */
  readonly electronicNoisePhotons?: number;
}

/** Pixels per position of the maps, in each direction. */
export const mapStep = 8;

const mapAngleCount = 64;

/**
 * Noise that the rays of each direction would add to each position of a slice at a stated dose. Rays through more
 * tissue count fewer photons N, and are noisier: variance 1/N plus the detector's own. Noise in the slice hardly
 * affects the maps, so a noisy slice will do.
 * @param slice in HU
 * @returns one map per direction, each at an eighth of the size (rounded up): standard deviation in HU that the
 * direction adds; the squares sum to the noise's variance
 */
export function noiseDirections(slice: GreyImage, options: NoiseDirectionsOptions): readonly GreyImage[] {
  const { pixelSpacingMm, incidentPhotons, electronicNoisePhotons = defaultElectronicNoisePhotons } = options;
  const coarse = shrunk(slice, mapStep);
  const { lineIntegrals } = projectSlice(coarse, pixelSpacingMm * mapStep, mapAngleCount);
  const variances: Projections = {
    ...lineIntegrals,
    sums: lineIntegrals.sums.map((integral) => {
      const photons = Math.max(1, incidentPhotons * Math.exp(-integral));
      return (photons + electronicNoisePhotons ** 2) / photons ** 2;
    }),
  };
  const kernelPower = interpolatedPower(hannRampKernel(rayCountOf(slice)));
  const toHu = 1000 / (waterAttenuationPerMm * pixelSpacingMm);
  const scale = (Math.PI / 2) ** 2 * kernelPower * toHu ** 2;
  return directionSums(variances, coarse).map((sums) => ({
    width: coarse.width,
    height: coarse.height,
    values: sums.map((sum) => Math.sqrt((sum * scale) / (mapAngleCount * defaultAngleCount))),
  }));
}

/** Variance of filtered white noise of variance 1, interpolated at a random position between two rays. */
function interpolatedPower(kernel: Float32Array): number {
  let [squares, neighbours] = [0, 0];
  kernel.forEach((tap, at) => {
    squares += tap * tap;
    neighbours += tap * (kernel[at + 1] ?? 0);
  });
  return (2 * squares + neighbours) / 3;
}

/** Sums of the rays through each position, by direction. */
function directionSums({ rayCount, angleCount, sums }: Projections, { width, height }: GreyImage) {
  const totals = Array.from({ length: directionCount }, () => new Float32Array(width * height));
  const middle = rayCount >> 1;
  const [centreX, centreY] = [width >> 1, height >> 1];
  for (let angle = 0; angle < angleCount; angle++) {
    const radians = (Math.PI * angle) / angleCount;
    const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
    const direction = Math.round((angle * directionCount) / angleCount) % directionCount;
    const total = totals[direction];
    if (total === undefined) continue;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const place = middle + (x - centreX) * cosine - (y - centreY) * sine;
        const ray = Math.max(0, Math.min(rayCount - 1, Math.round(place)));
        const at = y * width + x;
        total[at] = (total[at] ?? 0) + (sums[angle * rayCount + ray] ?? 0);
      }
    }
  }
  return totals;
}

/** Means over squares of pixels, which are smaller at the right and lower border. */
function shrunk({ width, height, values }: GreyImage, step: number): GreyImage {
  const [columns, rows] = [Math.ceil(width / step), Math.ceil(height / step)];
  const sums = new Float32Array(columns * rows);
  const counts = new Float32Array(columns * rows);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = Math.floor(y / step) * columns + Math.floor(x / step);
      sums[at] = (sums[at] ?? 0) + (values[y * width + x] ?? 0);
      counts[at] = (counts[at] ?? 0) + 1;
    }
  return { width: columns, height: rows, values: sums.map((sum, at) => sum / (counts[at] ?? 1)) };
}
