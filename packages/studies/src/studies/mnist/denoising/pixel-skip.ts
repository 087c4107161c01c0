import type { NoisyDigit } from './noisy-digits.ts';

/** A noisy digit and what the network made of it. */
export interface NetworkDigit extends NoisyDigit {
  readonly network: Float32Array;
}

export interface PixelSkipSettings {
  /** Groups of images by how far the network's output is from the noisy image, 1 or more. */
  readonly groups: number;
  /** Levels between black and white that a noisy pixel is told apart by; black and white have their own. */
  readonly noisyLevels: number;
  /** Levels that the network's pixel is told apart by; 1 leaves it out. */
  readonly networkLevels: number;
}

/** A table of corrections. */
export interface PixelSkip extends PixelSkipSettings {
  /** Ascending: mean squared distances at which the next group begins. */
  readonly groupLimits: readonly number[];
  /** What to add to a noisy pixel, by group, noisy level and network level. */
  readonly corrections: Float64Array;
}

/** Pixels that a cell of the table borrows from its noisy level's mean, so that a rare one is not led by chance. */
const borrowedPixels = 5;

/**
 * Lets the noisy image past the bottleneck. A code of 64 numbers cannot carry the fine detail of a digit, which a
 * weakly noisy image shows plainly: there the pixel itself knows better, elsewhere the network does. The table holds
 * the mean of what noisy pixels lacked to their clean value, for each noisy value and each value the network gave, and
 * apart for images that are near their network's output and far from it, which tells the noises apart. It is the
 * conditional mean, and with it the least squared error that a pixel's two values allow.
 * @param digits that the network was not trained on, one or more
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

/** @returns the digit's cleaned pixels, 0 to 1 */
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
