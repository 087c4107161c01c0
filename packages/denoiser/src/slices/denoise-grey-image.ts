import { upperMedian } from '@beatwatch/statistics';
import { directionCount, mapStep } from '../ct/noise-directions.ts';
import type { GreyImage } from '../images/grey-image.ts';
import { findNoise, type NetworkPass } from '../network/run-network.ts';
import type { ResidualNetwork } from '../network/residual-network.ts';
import type { FindNoiseOptions, FoundNoise } from './denoise-ct-slice.ts';
import { estimateNoiseSd } from './noise-level.ts';

/** The noise level that the grey network was trained at; images are scaled to it. */
export const greyNoiseSd = 20;

/** The noise in an image of any scale, assumed white and uniform. */
export async function findGreyNoise(
  network: ResidualNetwork,
  pass: NetworkPass,
  image: GreyImage,
  { noiseSd: given, padding }: FindNoiseOptions,
): Promise<FoundNoise> {
  const noiseSd = given ?? estimateNoiseSd(image, padding);
  if (noiseSd === 0) return { noise: new Float32Array(image.values.length), noiseSd };
  const middle = medianOf(image.values, padding);
  const scale = greyNoiseSd / noiseSd;
  const scaled = {
    ...image,
    values: image.values.map((value, pixel) => (padding?.[pixel] === 1 ? 0 : (value - middle) * scale)),
  };
  const hint = { directions: evenDirections(image), levelKnown: true };
  const found = await findNoise(network, pass, scaled, hint);
  return { noise: found.map((value) => value / scale), noiseSd };
}

/** Noise maps of equal strength in every direction. */
export function evenDirections({ width, height }: Pick<GreyImage, 'width' | 'height'>): readonly GreyImage[] {
  const [columns, rows] = [Math.ceil(width / mapStep), Math.ceil(height / mapStep)];
  const values = new Float32Array(columns * rows).fill(greyNoiseSd / Math.sqrt(directionCount));
  return Array.from({ length: directionCount }, () => ({ width: columns, height: rows, values }));
}

function medianOf(values: Float32Array, padding: Uint8Array | undefined): number {
  return upperMedian(padding === undefined ? values : values.filter((_, pixel) => padding[pixel] !== 1)) ?? 0;
}
