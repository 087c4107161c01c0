import type { SeededRandom } from '@beatwatch/statistics';
import { mapStep } from '../ct/noise-directions.ts';
import type { GreyImage } from '../images/grey-image.ts';
import { cutHu, isWithin, softTissueWindow, type HuWindow } from '../images/hu-window.ts';

/** A full-dose slice with draws of its noise at a low dose. */
export interface TrainingSlice {
  /** In HU. */
  readonly clean: GreyImage;
  /** Independent draws at one dose, in HU. */
  readonly noises: readonly GreyImage[];
  /** Of `noiseDirections` at that dose. */
  readonly directions: readonly GreyImage[];
}

/** Mean squared error of the noisy slice in a window of HU, both clipped to it. */
export function noiseCost({ clean, noises }: TrainingSlice, window: HuWindow): number {
  let sum = 0;
  for (const noise of noises)
    clean.values.forEach((hu, pixel) => {
      sum += (cutHu(window, hu + (noise.values[pixel] ?? 0)) - cutHu(window, hu)) ** 2;
    });
  return sum / (noises.length * clean.values.length);
}

/** Possible positions of a square patch: multiples of the maps' step, with some soft tissue. */
export function patchPlaces({ clean }: TrainingSlice, side: number): readonly (readonly [number, number])[] {
  const places: (readonly [number, number])[] = [];
  for (let top = 0; top + side <= clean.height; top += mapStep)
    for (let left = 0; left + side <= clean.width; left += mapStep)
      if (tissueShare(clean, left, top, side) > leastTissueShare) places.push([left, top]);
  return places;
}

const leastTissueShare = 0.15;

function tissueShare({ width, values }: GreyImage, left: number, top: number, side: number): number {
  let count = 0;
  let looked = 0;
  for (let y = top; y < top + side; y += 4)
    for (let x = left; x < left + side; x += 4) {
      const hu = values[y * width + x] ?? 0;
      looked += 1;
      if (isWithin(softTissueWindow, hu)) count += 1;
    }
  return count / looked;
}

/** A square part of an image. */
export function part({ width, values }: GreyImage, left: number, top: number, side: number): GreyImage {
  const cut = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    const start = (top + row) * width + left;
    cut.set(values.subarray(start, start + side), row * side);
  }
  return { width: side, height: side, values: cut };
}

/**
 * Weights whose squares sum to 1: the weighted sum of independent draws of a noise is another draw of it (nearly:
 * photon counts are slightly skewed, and sums less so). Half of the time it is one of the draws itself.
 */
export function mixtureWeights(drawCount: number, random: SeededRandom): readonly number[] {
  if (random.next() < 0.5) {
    const chosen = Math.floor(random.next() * drawCount);
    return Array.from({ length: drawCount }, (_, draw) => (draw === chosen ? 1 : 0));
  }
  const weights = Array.from({ length: drawCount }, () => random.normal());
  const length = Math.hypot(...weights);
  return weights.map((weight) => weight / length);
}
