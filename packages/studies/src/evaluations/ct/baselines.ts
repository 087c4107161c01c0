import {
  bm3d,
  fastNonLocalMeans,
  gaussianFilter,
  medianFilter,
  type GreyImage,
  type MedianFilterOptions,
} from '@beatwatch/denoiser';
import type { OracleNoise } from './oracle-noise.ts';

/** A filter that is not learned, with its settings; shares are of the noise's standard deviation. */
export type Baseline =
  | ({ readonly name: 'median' } & Required<MedianFilterOptions>)
  | { readonly name: 'gaussian'; readonly sigmaPixels: number }
  | {
      readonly name: 'nonLocalMeans';
      readonly patchSize: number;
      readonly searchRadius: number;
      readonly strengthShare: number;
      readonly noiseShare: number;
    }
  | { readonly name: 'bm3d'; readonly noiseShare: number }
  | { readonly name: 'bm3dColoured'; readonly noiseShare: number };

export type BaselineName = Baseline['name'];

export const baselineTitles: Readonly<Record<BaselineName, string>> = {
  median: 'Median filter',
  gaussian: 'Gaussian filter',
  nonLocalMeans: 'Non-local means',
  bm3d: 'BM3D',
  bm3dColoured: "BM3D with the noise's colour",
};

/**
 * The settings with the best mean PSNR in -160..240 HU on training patients at 1e5 photons a ray, found by
 * `beatwatch evaluate ct --tune 5` (docs/decisions/ct-baselines.md).
 */
export const tunedBaselines: readonly Baseline[] = [
  { name: 'median', radius: 1, window: 'cross' },
  { name: 'gaussian', sigmaPixels: 0.4 },
  { name: 'nonLocalMeans', patchSize: 5, searchRadius: 4, strengthShare: 1.2, noiseShare: 0 },
  { name: 'bm3d', noiseShare: 2 },
  { name: 'bm3dColoured', noiseShare: 1.2 },
];

/** The settings that `--tune` tries. */
export const baselineGrid: readonly Baseline[] = [
  { name: 'median', radius: 1, window: 'cross' },
  { name: 'median', radius: 1, window: 'square' },
  { name: 'median', radius: 2, window: 'cross' },
  { name: 'median', radius: 2, window: 'square' },
  ...[0.3, 0.4, 0.5, 0.6, 0.8].map((sigmaPixels) => ({ name: 'gaussian' as const, sigmaPixels })),
  ...[5, 7].flatMap((patchSize) =>
    [4, 6, 9].flatMap((searchRadius) =>
      [
        { strengthShare: 0.9, noiseShare: 1 },
        { strengthShare: 1.2, noiseShare: 1 },
        { strengthShare: 1.5, noiseShare: 1 },
        { strengthShare: 1.2, noiseShare: 0 },
        { strengthShare: 1.5, noiseShare: 0 },
      ].map((shares) => ({ name: 'nonLocalMeans' as const, patchSize, searchRadius, ...shares })),
    ),
  ),
  ...[1.4, 1.7, 2, 2.4].map((noiseShare) => ({ name: 'bm3d' as const, noiseShare })),
  ...[1, 1.2, 1.4, 1.7].map((noiseShare) => ({ name: 'bm3dColoured' as const, noiseShare })),
];

export function applyBaseline(
  baseline: Baseline,
  noisy: GreyImage,
  { sdHu, covariance }: OracleNoise,
): GreyImage {
  switch (baseline.name) {
    case 'median':
      return medianFilter(noisy, baseline);
    case 'gaussian':
      return gaussianFilter(noisy, baseline.sigmaPixels);
    case 'nonLocalMeans':
      return fastNonLocalMeans(noisy, {
        patchSize: baseline.patchSize,
        searchRadius: baseline.searchRadius,
        strength: baseline.strengthShare * sdHu,
        noiseSigma: baseline.noiseShare * sdHu,
      });
    case 'bm3d':
      return bm3d(noisy, { noiseSd: baseline.noiseShare * sdHu });
    case 'bm3dColoured':
      return bm3d(noisy, { noiseSd: baseline.noiseShare * sdHu, covariance });
  }
}

/** The settings for a table, such as `patch 5, distance 4, h 1.2 sd, sigma 0 sd`. */
export function formatSettings(baseline: Baseline): string {
  switch (baseline.name) {
    case 'median': {
      const side = 2 * baseline.radius + 1;
      return `${side} x ${side}${baseline.window === 'cross' ? ' cross' : ''}`;
    }
    case 'gaussian':
      return `sigma ${baseline.sigmaPixels} px`;
    case 'nonLocalMeans': {
      const { patchSize, searchRadius, strengthShare, noiseShare } = baseline;
      return `patch ${patchSize}, distance ${searchRadius}, h ${strengthShare} sd, sigma ${noiseShare} sd`;
    }
    case 'bm3d':
    case 'bm3dColoured':
      return `sigma ${baseline.noiseShare} sd`;
  }
}
