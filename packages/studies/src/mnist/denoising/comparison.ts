import type { noiseKinds } from '../noise.ts';
import { applyMedian, applyNonLocalMeans, type FilterChoices } from './filter-choice.ts';
import { firstOfEachKind } from './noisy-digits.ts';
import { applyPixelSkip, type NetworkDigit, type PixelSkip } from './pixel-skip.ts';
import { judge, type QualityByKind } from './quality.ts';

/** In the order of the report's table. */
export const methodNames = {
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

export interface JudgedMethod {
  readonly name: string;
  readonly quality: QualityByKind;
}

export interface Comparison {
  readonly methods: Readonly<Record<Method, JudgedMethod>>;
  /** What each method made of the digits that are shown. */
  readonly pictures: Readonly<Record<Method, readonly Float32Array[]>>;
}

export interface PixelSkips {
  readonly skip: PixelSkip;
  /** Sees the noisy pixel alone: what the skip is worth without a network. */
  readonly pixelAlone: PixelSkip;
}

/** Cleans the same digits in every way and judges the outcomes. */
export function compareMethods(
  digits: readonly NetworkDigit[],
  { median, nonLocalMeans }: FilterChoices,
  { skip, pixelAlone }: PixelSkips,
  shownOfEachKind = 5,
): Comparison {
  const ways: Record<Method, (digit: NetworkDigit) => Float32Array> = {
    noisy: ({ noisy }) => noisy,
    median: ({ noisy }) => applyMedian(noisy, median.best),
    nonLocalMeans: ({ noisy }) => applyNonLocalMeans(noisy, nonLocalMeans.best),
    medianTold: ({ noisy, kind }) => applyMedian(noisy, median.bestFor[kind]),
    nonLocalMeansTold: ({ noisy, kind }) => applyNonLocalMeans(noisy, nonLocalMeans.bestFor[kind]),
    pixelAlone: (digit) => applyPixelSkip(pixelAlone, digit),
    network: ({ network }) => network,
    networkAndSkip: (digit) => applyPixelSkip(skip, digit),
  };
  const shown = firstOfEachKind(digits, shownOfEachKind);
  const of = <Value>(value: (method: Method) => Value): Record<Method, Value> => {
    const methods = Object.keys(ways) as Method[];
    return Object.fromEntries(methods.map((method) => [method, value(method)])) as Record<Method, Value>;
  };
  return {
    methods: of((method) => ({
      name: methodNames[method],
      quality: judge(digits, digits.map(ways[method])),
    })),
    pictures: of((method) => shown.map(ways[method])),
  };
}

export const kindNames: Readonly<Record<(typeof noiseKinds)[number], string>> = {
  gaussian: 'Gaussian',
  speckle: 'Speckle',
};
