import { mean, sampleVariance } from '@beatwatch/statistics';
import { gaussianFilter } from '../baselines/gaussian-filter.ts';
import { requireGreyImage, requireSameSize, type GreyImage } from '../images/grey-image.ts';

/** A square of homogeneous tissue in a full-dose slice. */
export interface FlatSquare {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** Soft tissue: above fat, below bone and most contrast medium. */
const softTissueHu = { lowest: -50, highest: 150 } as const;
const squareSide = 12;
/** Smoothing before the homogeneity of a square is measured. */
const smoothingPixels = 2;
/** Greatest range of the smoothed pixels of a square. */
const widestRangeHu = 40;
const mostSquares = 60;

/**
 * The most homogeneous squares of soft tissue, away from edges and without overlap; fewer where the slice has fewer.
 * @param slice full dose, in HU
 * @throws DenoiserError (`invalid-argument`)
 */
export function findFlatTissue(slice: GreyImage): FlatSquare[] {
  requireGreyImage(slice);
  const smooth = gaussianFilter(slice, smoothingPixels);
  const candidates: (FlatSquare & { readonly rangeHu: number })[] = [];
  for (let top = 0; top + squareSide <= slice.height; top += squareSide / 2) {
    for (let left = 0; left + squareSide <= slice.width; left += squareSide / 2) {
      const square = { left, top, side: squareSide };
      const { lowest, highest } = extremes(smooth, square);
      if (lowest < softTissueHu.lowest || highest > softTissueHu.highest) continue;
      if (highest - lowest <= widestRangeHu) candidates.push({ ...square, rangeHu: highest - lowest });
    }
  }
  candidates.sort((a, b) => a.rangeHu - b.rangeHu);
  const chosen: FlatSquare[] = [];
  for (const { left, top, side } of candidates) {
    if (chosen.length === mostSquares) break;
    if (chosen.every((other) => Math.max(Math.abs(other.left - left), Math.abs(other.top - top)) >= side))
      chosen.push({ left, top, side });
  }
  return chosen;
}

export interface FlatTissueNoise {
  /** Standard deviation within a square, over all squares, in HU. */
  readonly sdHu: number;
  /** Standard deviation of the difference to the full-dose slice, in HU. */
  readonly errorSdHu: number;
  /** Root mean square of the squares' mean differences, in HU. */
  readonly biasHu: number;
  /** Share of the squared difference that the squares' means explain, 0 to 1. */
  readonly biasShare: number;
}

/**
 * The remaining noise in homogeneous tissue.
 * @param squares at least one; see {@link findFlatTissue}
 * @throws DenoiserError (`invalid-argument`) where the sizes differ
 */
export function flatTissueNoise(
  slice: GreyImage,
  image: GreyImage,
  squares: readonly FlatSquare[],
): FlatTissueNoise {
  requireSameSize(slice, image);
  let [variance, errorVariance, squaredBias] = [0, 0, 0];
  for (const square of squares) {
    const found: number[] = [];
    const errors: number[] = [];
    forEachPixel(square, image.width, (pixel) => {
      const value = image.values[pixel] ?? 0;
      found.push(value);
      errors.push(value - (slice.values[pixel] ?? 0));
    });
    const error = moments(errors);
    variance += moments(found).variance / squares.length;
    errorVariance += error.variance / squares.length;
    squaredBias += error.mean ** 2 / squares.length;
  }
  const total = squaredBias + errorVariance;
  return {
    sdHu: Math.sqrt(variance),
    errorSdHu: Math.sqrt(errorVariance),
    biasHu: Math.sqrt(squaredBias),
    biasShare: total === 0 ? 0 : squaredBias / total,
  };
}

function extremes(image: GreyImage, square: FlatSquare): { lowest: number; highest: number } {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  forEachPixel(square, image.width, (pixel) => {
    const value = image.values[pixel] ?? 0;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  });
  return { lowest, highest };
}

function forEachPixel({ left, top, side }: FlatSquare, width: number, visit: (pixel: number) => void): void {
  for (let y = top; y < top + side; y++) for (let x = left; x < left + side; x++) visit(y * width + x);
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  return { mean: mean(values), variance: sampleVariance(values) };
}
