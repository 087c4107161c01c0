import {
  medianFilter,
  type MedianFilterOptions,
  nonLocalMeans,
  type NonLocalMeansOptions,
  decibels,
  meanSquaredError,
} from '@beatwatch/denoiser';
import { noiseKinds, type NoiseKind } from '../noise.ts';
import type { NoisyDigit } from './noisy-digits.ts';
import { digitImage } from './quality.ts';

const medianGrid: readonly MedianFilterOptions[] = [1, 2].flatMap((radius) => [
  { radius, window: 'square' as const },
  { radius, window: 'cross' as const },
]);

/** Strengths on the scale 0 to 1. */
const nonLocalMeansGrid: readonly NonLocalMeansOptions[] = [3, 5, 7].flatMap((patchSize) =>
  [3, 5, 9].flatMap((searchRadius) =>
    [10, 20, 40, 80].map((grey) => ({ patchSize, searchRadius, strength: grey / 255 })),
  ),
);

/** The best settings of one filter. */
export interface FilterChoice<Options> {
  /** Best over both noises: like the network, the filter does not know the noise. */
  readonly best: Options;
  /** Best for each noise, for a filter that knows which noise an image has. */
  readonly bestFor: Readonly<Record<NoiseKind, Options>>;
  readonly tried: number;
}

export interface FilterChoices {
  readonly median: FilterChoice<MedianFilterOptions>;
  readonly nonLocalMeans: FilterChoice<NonLocalMeansOptions>;
}

/** Settings to try, at least one of each filter. */
interface FilterGrids {
  readonly median: readonly MedianFilterOptions[];
  readonly nonLocalMeans: readonly NonLocalMeansOptions[];
}

/**
 * Tries every setting of both filters and chooses those with the best mean PSNR.
 * @param digits not those that the methods are judged on
 */
export function chooseFilters(
  digits: readonly NoisyDigit[],
  grids: FilterGrids = { median: medianGrid, nonLocalMeans: nonLocalMeansGrid },
): FilterChoices {
  return {
    median: choose(digits, grids.median, applyMedian),
    nonLocalMeans: choose(digits, grids.nonLocalMeans, applyNonLocalMeans),
  };
}

export const applyMedian = (pixels: Float32Array, options: MedianFilterOptions): Float32Array =>
  medianFilter(digitImage(pixels), options).values;

export const applyNonLocalMeans = (pixels: Float32Array, options: NonLocalMeansOptions): Float32Array =>
  nonLocalMeans(digitImage(pixels), options).values;

function choose<Options>(
  digits: readonly NoisyDigit[],
  grid: readonly Options[],
  apply: (pixels: Float32Array, options: Options) => Float32Array,
): FilterChoice<Options> {
  const tried = grid.map((options) => {
    const psnrDb = digits.map(({ clean, noisy }) =>
      decibels(meanSquaredError(digitImage(clean), digitImage(apply(noisy, options))), 1),
    );
    const meanFor = (kinds: readonly NoiseKind[]): number => {
      const chosen = psnrDb.filter((_, index) => kinds.includes(digits[index]?.kind ?? 'gaussian'));
      return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
    };
    return { options, meanFor };
  });
  const bestFor = (kinds: readonly NoiseKind[]): Options =>
    tried.reduce((best, one) => (one.meanFor(kinds) > best.meanFor(kinds) ? one : best)).options;
  return {
    best: bestFor(noiseKinds),
    bestFor: { gaussian: bestFor(['gaussian']), speckle: bestFor(['speckle']) },
    tried: grid.length,
  };
}
