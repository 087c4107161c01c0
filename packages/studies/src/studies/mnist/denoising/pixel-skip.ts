import type { NoisyDigit } from './noisy-digits.ts';

/** A noisy digit and the network's output for it. */
export interface NetworkDigit extends NoisyDigit {
  readonly network: Float32Array;
}

export interface PixelSkipSettings {
  /** Groups of images by the distance of the network's output from the noisy image, 1 or more. */
  readonly groups: number;
  /** Levels of noisy pixels between black and white, which have levels of their own. */
  readonly noisyLevels: number;
  /** Levels of the network's pixels; 1 ignores the network. */
  readonly networkLevels: number;
}

/** A table of corrections. */
export interface PixelSkip extends PixelSkipSettings {
  /** Ascending: mean squared distances at which the next group begins. */
  readonly groupLimits: readonly number[];
  /** Correction of a noisy pixel, by group, noisy level and network level. */
  readonly corrections: Float64Array;
}

/** Pixels with the mean of its noisy level that each cell of the table starts from, so that rare cells are not random. */
const borrowedPixels = 5;

/**
 * Fits a skip connection past the bottleneck. A code of 64 numbers cannot carry the fine detail of a digit, which a
 * weakly noisy image shows plainly: there the noisy pixel is more accurate, elsewhere the network's pixel is. The
 * table holds the mean difference of clean and noisy pixels for each noisy value and each value of the network,
 * separately for images close to the network's output and far from it, which separates the noises. As the conditional
 * mean it has the least squared error that a pixel's two values allow.
 * @param digits not those the network was trained on, one or more
 */
export function fitPixelSkip(digits: readonly NetworkDigit[], settings: PixelSkipSettings): PixelSkip {
  const { groups, noisyLevels, networkLevels } = settings;
  const distances = Float64Array.from(digits, squaredDistance).sort();
  const groupLimits = Array.from(
    { length: groups - 1 },
    (_, group) => distances[Math.floor(((group + 1) * distances.length) / groups)] ?? 0,
  );
  const rows = groups * (noisyLevels + 2);
  const table = { ...settings, groupLimits };
  const sums = new Float64Array(rows * networkLevels);
  const counts = new Float64Array(sums.length);
  for (const digit of digits) {
    const group = groupOf(digit, groupLimits);
    digit.clean.forEach((clean, pixel) => {
      const noisy = digit.noisy[pixel] ?? 0;
      const cell = cellOf(table, group, noisy, digit.network[pixel] ?? 0);
      sums[cell] = (sums[cell] ?? 0) + clean - noisy;
      counts[cell] = (counts[cell] ?? 0) + 1;
    });
  }
  const corrections = new Float64Array(sums.length);
  for (let row = 0; row < rows; row++) {
    const cells = [row * networkLevels, (row + 1) * networkLevels] as const;
    const rowCount = total(counts.subarray(...cells));
    const rowMean = rowCount === 0 ? 0 : total(sums.subarray(...cells)) / rowCount;
    for (let cell = cells[0]; cell < cells[1]; cell++)
      corrections[cell] =
        ((sums[cell] ?? 0) + borrowedPixels * rowMean) / ((counts[cell] ?? 0) + borrowedPixels);
  }
  return { ...table, corrections };
}

/** @returns the digit's denoised pixels, 0 to 1 */
export function applyPixelSkip(
  skip: PixelSkip,
  digit: Pick<NetworkDigit, 'noisy' | 'network'>,
): Float32Array {
  const group = groupOf(digit, skip.groupLimits);
  return digit.noisy.map((noisy, pixel) => {
    const correction = skip.corrections[cellOf(skip, group, noisy, digit.network[pixel] ?? 0)] ?? 0;
    return Math.min(1, Math.max(0, noisy + correction));
  });
}

function squaredDistance({ noisy, network }: Pick<NetworkDigit, 'noisy' | 'network'>): number {
  return noisy.reduce((sum, value, pixel) => sum + (value - (network[pixel] ?? 0)) ** 2, 0) / noisy.length;
}

function groupOf(digit: Pick<NetworkDigit, 'noisy' | 'network'>, limits: readonly number[]): number {
  const distance = squaredDistance(digit);
  return limits.filter((limit) => distance >= limit).length;
}

function cellOf(
  { noisyLevels, networkLevels }: PixelSkipSettings,
  group: number,
  noisy: number,
  network: number,
): number {
  const level = noisy <= 0 ? 0 : noisy >= 1 ? noisyLevels + 1 : 1 + Math.floor(noisy * noisyLevels);
  const networkLevel = Math.max(0, Math.min(networkLevels - 1, Math.floor(network * networkLevels)));
  return (group * (noisyLevels + 2) + level) * networkLevels + networkLevel;
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
