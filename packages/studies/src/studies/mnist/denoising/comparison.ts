import type { noiseKinds } from '../noise.ts';
import { applyMedian, applyNonLocalMeans, type FilterChoice, type FilterChoices } from './filter-choice.ts';
import { firstOfEachKind } from './noisy-digits.ts';
import { applyPixelSkip, type NetworkDigit, type PixelSkip } from './pixel-skip.ts';
import { judge, type QualityByKind } from './quality.ts';

/** In the order of the report's table. */
const methodNames = {
  noisy: 'Noisy, as it is',
  median: 'Median filter',
  nonLocalMeans: 'Non-local means',
  medianTold: 'Median filter, told the noise',
  nonLocalMeansTold: 'Non-local means, told the noise',
  pixelAlone: 'Pixel table without the network',
  network: 'Denoising autoencoder',
  networkAndSkip: 'Denoising autoencoder with skip',
} as const;
export type Method = keyof typeof methodNames;

interface JudgedMethod {
  readonly name: string;
  readonly quality: QualityByKind;
}

export interface Comparison {
  readonly methods: Readonly<Record<Method, JudgedMethod>>;
  /** Each method's output for the shown digits. */
  readonly pictures: Readonly<Record<Method, readonly Float32Array[]>>;
}

export interface PixelSkips {
  readonly skip: PixelSkip;
  /** Uses the noisy pixel alone: the skip without a network. */
  readonly pixelAlone: PixelSkip;
}

/** Denoises the same digits by every method and judges the results. */
export function compareMethods(
  digits: readonly NetworkDigit[],
  { median, nonLocalMeans }: FilterChoices,
  { skip, pixelAlone }: PixelSkips,
  shownOfEachKind = 5,
): Comparison {
  const noisy = digits.map((digit) => digit.noisy);
  const byMedian = noisy.map((pixels) => applyMedian(pixels, median.best));
  const byNonLocalMeans = noisy.map((pixels) => applyNonLocalMeans(pixels, nonLocalMeans.best));
  const withKnownNoise = <Options>(
    { best, bestFor }: FilterChoice<Options>,
    byBest: readonly Float32Array[],
    apply: (pixels: Float32Array, options: Options) => Float32Array,
  ): Float32Array[] =>
    digits.map((digit, index) => {
      const known = bestFor[digit.kind] === best ? byBest[index] : undefined;
      return known ?? apply(digit.noisy, bestFor[digit.kind]);
    });
  const cleaned: Record<Method, readonly Float32Array[]> = {
    noisy,
    median: byMedian,
    nonLocalMeans: byNonLocalMeans,
    medianTold: withKnownNoise(median, byMedian, applyMedian),
    nonLocalMeansTold: withKnownNoise(nonLocalMeans, byNonLocalMeans, applyNonLocalMeans),
    pixelAlone: digits.map((digit) => applyPixelSkip(pixelAlone, digit)),
    network: digits.map(({ network }) => network),
    networkAndSkip: digits.map((digit) => applyPixelSkip(skip, digit)),
  };
  const places = new Map(digits.map((digit, index) => [digit, index]));
  const shown = firstOfEachKind(digits, shownOfEachKind).map((digit) => places.get(digit) ?? 0);
  const methods = Object.keys(cleaned) as Method[];
  return {
    methods: recordOf(methods, (method) => ({
      name: methodNames[method],
      quality: judge(digits, cleaned[method]),
    })),
    pictures: recordOf(methods, (method) => shown.flatMap((index) => cleaned[method][index] ?? [])),
  };
}

const recordOf = <Key extends string, Value>(
  keys: readonly Key[],
  value: (key: Key) => Value,
): Record<Key, Value> => Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, Value>;

export const kindNames: Readonly<Record<(typeof noiseKinds)[number], string>> = {
  gaussian: 'Gaussian',
  speckle: 'Speckle',
};
