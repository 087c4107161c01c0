import { dirname } from 'node:path';
import { studyMnistAutoencoder, studyMnistDenoising } from '@beatwatch/studies';
import { expect } from 'vitest';
import { referenceFile } from '../stack/reference-data.ts';
import type { SmallStudy } from './small-study.ts';

const small = {
  command: 'a test',
  engine: 'wasm',
  trainImages: 200,
  validationImages: 40,
  testImages: 60,
  epochs: 2,
  batchSize: 50,
  nowMs: () => performance.now(),
} as const;

const near = (value: number): number => expect.closeTo(value, 4) as number;

const autoencoderFigures = [
  ...['vanilla-2', 'vanilla-3', 'vanilla-5', 'undercomplete', 'sparse-l1', 'sparse-kl', 'contractive'],
  ...['denoising', 'variational'],
].flatMap((id) => [
  [`losses-${id}`, 'line'],
  [`epochs-${id}`, 'images'],
]);

export const smallMnistStudies: readonly SmallStudy[] = [
  {
    name: 'mnist-denoising',
    run: async (context) => {
      const { html, outcome } = await studyMnistDenoising({
        ...small,
        dataFolder: dirname(referenceFile(context, 'mnist', 'train-images-idx3-ubyte.gz')),
        filterImages: 4,
      });
      const bars = Object.values(outcome.methods).map(({ quality }) => ({ value: near(quality.all.psnrDb) }));
      return { html, numbers: { psnr: { bars }, losses: { series: [{ x: [1, 2] }, { x: [1, 2] }] } } };
    },
    figures: { psnr: 'bars', cleaned: 'images', losses: 'line', epochs: 'images' },
    tables: ['quality', 'quality-gaussian', 'quality-speckle'],
  },
  {
    name: 'mnist-autoencoder',
    run: async (context) => {
      const { html, outcome } = await studyMnistAutoencoder({
        ...small,
        dataFolder: dirname(referenceFile(context, 'mnist', 'train-images-idx3-ubyte.gz')),
      });
      const best = outcome.variants.map(({ id, bestEpoch, trainLoss, validationLoss }) => {
        const at = (value: number) =>
          [1, 2].map((epoch) => (epoch === bestEpoch ? near(value) : (expect.any(Number) as number)));
        return [`losses-${id}`, { series: [{ y: at(trainLoss) }, { y: at(validationLoss) }] }];
      });
      return { html, numbers: Object.fromEntries(best) as Record<string, object> };
    },
    figures: {
      reconstructions: 'images',
      'losses-small': 'line',
      'losses-wide': 'line',
      'latents-vanilla-2': 'scatter',
      'latents-vanilla-3': 'scatter',
      'latents-contractive': 'scatter',
      'latents-variational': 'scatter',
      'between-digits': 'images',
      'samples-variational': 'images',
      'plane-variational': 'images',
      ...(Object.fromEntries(autoencoderFigures) as Record<string, string>),
    },
    tables: ['variants'],
  },
];
