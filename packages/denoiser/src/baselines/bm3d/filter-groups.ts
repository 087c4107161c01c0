import type { GreyImage } from '../../images/grey-image.ts';
import { blockOfCoefficients, coefficientsOfBlocks } from './block-coefficients.ts';
import { blockPixels, blockSide, haarForward, haarInverse, type BlockTransform } from './block-transform.ts';
import type { BlockGroups } from './match-blocks.ts';

/**
 * Changes the coefficients of one group, `[count * 64]`, in place.
 * @returns weight of the group's blocks where blocks overlap: the inverse variance of their remaining noise
 */
export type GroupFilter = (group: Float64Array, count: number, blocks: Int32Array) => number;

/** Filters each group of similar blocks and averages overlapping blocks by weight. */
export function filterGroups(
  image: GreyImage,
  coefficients: Float32Array,
  groups: BlockGroups,
  { transform, filter }: { readonly transform: BlockTransform; readonly filter: GroupFilter },
): GreyImage {
  // A block is in many groups: sum its estimates as coefficients, and convert them to pixels once.
  const sums = new Float32Array(coefficients.length);
  const weights = new Float64Array(image.values.length);
  const group = new Float64Array(groups.largest * blockPixels);
  const scratch = new Float64Array(group.length);
  for (let reference = 0; reference < groups.referenceCount; reference++) {
    const count = 2 ** Math.floor(Math.log2(groups.counts[reference] ?? 1));
    const start = reference * groups.largest;
    const blocks = groups.blocks.subarray(start, start + count);
    gather(coefficients, blocks, group);
    haarForward(group, count, scratch);
    const weight = filter(group, count, blocks);
    haarInverse(group, count, scratch);
    for (let index = 0; index < count; index++) {
      const block = blocks[index] ?? 0;
      weights[block] = (weights[block] ?? 0) + weight;
      const [from, to] = [index * blockPixels, block * blockPixels];
      for (let place = 0; place < blockPixels; place++)
        sums[to + place] = (sums[to + place] ?? 0) + weight * (group[from + place] ?? 0);
    }
  }
  return overlapped(image, sums, weights, transform);
}

/**
 * The weighted mean of blocks that overlap.
 * @param sums `[height * width * 64]`: each block's weighted coefficients
 * @param weights `[height * width]`: 0 where a block has no estimate
 */
function overlapped(
  { width, height }: GreyImage,
  sums: Float32Array,
  weights: Float64Array,
  transform: BlockTransform,
): GreyImage {
  const window = kaiserWindow(2);
  const pixels = new Float64Array(blockPixels);
  const totals = new Float64Array(width * height);
  const shares = new Float64Array(width * height);
  for (let block = 0; block < weights.length; block++) {
    const weight = weights[block] ?? 0;
    if (weight === 0) continue;
    blockOfCoefficients(sums, block * blockPixels, transform, pixels);
    for (let place = 0; place < blockPixels; place++) {
      const pixel = block + (place >> 3) * width + (place & 7);
      const share = window[place] ?? 0;
      totals[pixel] = (totals[pixel] ?? 0) + share * (pixels[place] ?? 0);
      shares[pixel] = (shares[pixel] ?? 0) + share * weight;
    }
  }
  return { width, height, values: Float32Array.from(totals, (total, pixel) => total / (shares[pixel] ?? 1)) };
}

/**
 * Sets coefficients below the threshold to 0. A group's mean always stays, since an image's scale need not begin at 0.
 * @param variances `[64]`, of the noise in each coefficient
 * @param threshold in standard deviations
 */
export function hardThreshold(variances: Float64Array, threshold: number): GroupFilter {
  const limits = variances.map((variance) => threshold * Math.sqrt(variance));
  return (group, count) => {
    let kept = variances[0] ?? 0;
    for (let index = 1; index < count * blockPixels; index++) {
      const coefficient = index & (blockPixels - 1);
      if (Math.abs(group[index] ?? 0) < (limits[coefficient] ?? 0)) group[index] = 0;
      else kept += variances[coefficient] ?? 0;
    }
    return 1 / kept;
  };
}

/**
 * Shrinks each coefficient by a Wiener filter; a group's mean always stays.
 * @param estimate coefficients of the image without noise, as the first step estimates them
 */
export function wienerShrinkage(
  estimate: GreyImage,
  transform: BlockTransform,
  variances: Float64Array,
  largest: number,
): GroupFilter {
  const coefficients = coefficientsOfBlocks(estimate, transform);
  const signal = new Float64Array(largest * blockPixels);
  const scratch = new Float64Array(signal.length);
  return (group, count, blocks) => {
    gather(coefficients, blocks, signal);
    haarForward(signal, count, scratch);
    let kept = variances[0] ?? 0;
    for (let index = 1; index < count * blockPixels; index++) {
      const variance = variances[index & (blockPixels - 1)] ?? 0;
      const power = (signal[index] ?? 0) ** 2;
      const share = power / (power + variance);
      group[index] = share * (group[index] ?? 0);
      kept += share * share * variance;
    }
    return 1 / kept;
  };
}

function gather(coefficients: Float32Array, blocks: Int32Array, group: Float64Array): void {
  for (let index = 0; index < blocks.length; index++) {
    const at = (blocks[index] ?? 0) * blockPixels;
    group.set(coefficients.subarray(at, at + blockPixels), index * blockPixels);
  }
}

/**
 * The Kaiser window, by which blocks count less towards their border. Source: Kaiser, "Nonrecursive digital filter
 * design", ISCAS 1974.
 */
function kaiserWindow(beta: number): Float64Array {
  const line = Array.from({ length: blockSide }, (_, index) => {
    const place = (2 * index) / (blockSide - 1) - 1;
    return besselI0(beta * Math.sqrt(1 - place * place)) / besselI0(beta);
  });
  return Float64Array.from(line.flatMap((vertical) => line.map((horizontal) => vertical * horizontal)));
}

/** The modified Bessel function of order 0, by its power series. */
function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let index = 1; index < 30; index++) {
    term *= (x / (2 * index)) ** 2;
    sum += term;
  }
  return sum;
}
