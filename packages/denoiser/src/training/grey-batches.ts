import type { SeededRandom } from '@beatwatch/statistics';
import type { GreyImage } from '../images/grey-image.ts';
import { evenDirections, greyNoiseSd } from '../slices/denoise-grey-image.ts';
import { orientationCount, oriented } from './orientations.ts';
import { patchBatch, pick, type PatchBatch } from './patch-batch.ts';
import { part } from './training-slice.ts';

export interface GreyBatchesOptions {
  /** Pictures of each patient, of `side` pixels or more each way. */
  readonly patients: readonly (readonly GreyImage[])[];
  readonly size: number;
  readonly side: number;
}

/** Greatest factor of a random contrast, up or down: the network sees all kinds of images, scaled by their noise. */
const widestContrast = 4;
const levelErrorSd = 0.1;

/** Draws a batch of patches with white noise, cut from images that {@link shrunkByTwo} has made. */
export function greyBatches({
  patients,
  size,
  side,
}: GreyBatchesOptions): (random: SeededRandom) => PatchBatch {
  const directions = evenDirections({ width: side, height: side });
  return (random) =>
    patchBatch(size, side, () => {
      const clean = drawClean(pick(pick(patients, random), random), side, random);
      const level = Math.exp(levelErrorSd * random.normal());
      const noisy = {
        ...clean,
        values: clean.values.map((value) => value + level * greyNoiseSd * random.normal()),
      };
      const weight = 1 / greyNoiseSd ** 2;
      return { clean, noisy, hint: { directions, levelKnown: true }, softWeight: weight, wideWeight: weight };
    });
}

/** A patch with a random contrast and a random offset. */
function drawClean(picture: GreyImage, side: number, random: SeededRandom): GreyImage {
  const left = Math.floor(random.next() * (picture.width - side + 1));
  const top = Math.floor(random.next() * (picture.height - side + 1));
  const patch = oriented(part(picture, left, top, side), Math.floor(random.next() * orientationCount));
  const middle = patch.values[Math.floor(random.next() * patch.values.length)] ?? 0;
  const sign = random.next() < 0.5 ? 1 : -1;
  const contrast = sign * Math.exp(random.uniform(-1, 1) * Math.log(widestContrast));
  return { ...patch, values: patch.values.map((value) => (value - middle) * contrast) };
}

/** Means of 2 x 2 pixels: halves a slice's own noise, which the network would otherwise learn to keep. */
export function shrunkByTwo({ width, height, values }: GreyImage): GreyImage {
  const [columns, rows] = [width >> 1, height >> 1];
  const means = Float32Array.from({ length: columns * rows }, (_, at) => {
    const corner = 2 * Math.floor(at / columns) * width + 2 * (at % columns);
    const [a = 0, b = 0] = [values[corner], values[corner + 1]];
    const [c = 0, d = 0] = [values[corner + width], values[corner + width + 1]];
    return (a + b + c + d) / 4;
  });
  return { width: columns, height: rows, values: means };
}
