import type { GreyImage } from '../../images/grey-image.ts';
import { blockPixels, blockSide, type BlockTransform } from './block-transform.ts';

/**
 * The coefficients of every block inside an image: `[height * width * 64]`, those of a block at its top left pixel.
 */
export function coefficientsOfBlocks(image: GreyImage, { forward }: BlockTransform): Float32Array {
  const { width, height, values } = image;
  const alongRows = new Float32Array(height * width * blockSide);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x + blockSide <= width; x++) {
      const pixel = y * width + x;
      for (let frequency = 0; frequency < blockSide; frequency++) {
        let sum = 0;
        for (let step = 0; step < blockSide; step++)
          sum += (forward[frequency * blockSide + step] ?? 0) * (values[pixel + step] ?? 0);
        alongRows[pixel * blockSide + frequency] = sum;
      }
    }
  }
  const coefficients = new Float32Array(height * width * blockPixels);
  const rowLength = width * blockSide;
  for (let y = 0; y + blockSide <= height; y++) {
    for (let x = 0; x + blockSide <= width; x++) {
      const pixel = y * width + x;
      for (let frequency = 0; frequency < blockSide; frequency++) {
        for (let column = 0; column < blockSide; column++) {
          const start = pixel * blockSide + column;
          let sum = 0;
          for (let step = 0; step < blockSide; step++)
            sum += (forward[frequency * blockSide + step] ?? 0) * (alongRows[start + step * rowLength] ?? 0);
          coefficients[pixel * blockPixels + frequency * blockSide + column] = sum;
        }
      }
    }
  }
  return coefficients;
}

/** Converts 64 coefficients to the pixels of a block. */
export function blockOfCoefficients(
  coefficients: Float32Array,
  at: number,
  { inverse }: BlockTransform,
  pixels: Float64Array,
): void {
  const half = pixelsHalfway;
  for (let row = 0; row < blockSide; row++) {
    for (let column = 0; column < blockSide; column++) {
      let sum = 0;
      for (let step = 0; step < blockSide; step++)
        sum += (inverse[column * blockSide + step] ?? 0) * (coefficients[at + row * blockSide + step] ?? 0);
      half[row * blockSide + column] = sum;
    }
  }
  for (let row = 0; row < blockSide; row++) {
    for (let column = 0; column < blockSide; column++) {
      let sum = 0;
      for (let step = 0; step < blockSide; step++)
        sum += (inverse[row * blockSide + step] ?? 0) * (half[step * blockSide + column] ?? 0);
      pixels[row * blockSide + column] = sum;
    }
  }
}

/** Scratch memory of all calls, which are synchronous. */
const pixelsHalfway = new Float64Array(blockPixels);
