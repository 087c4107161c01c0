import type { MedianFilterOptions, NonLocalMeansOptions } from '@beatwatch/denoiser';
import { kindNames } from './comparison.ts';
import { noiseKinds } from '../noise.ts';
import type { DenoisingSettings } from './settings.ts';
import type { DenoisingOutcome } from './outcome.ts';

const goalDb = 3;
const decibel = (value: number): string => `${value.toFixed(1)} dB`;
const signed = (value: number): string =>
  value < 0 ? `${decibel(-value)} below` : `${decibel(value)} above`;

export function lead({ methods, gainDb }: DenoisingOutcome): string[] {
  const { network, networkAndSkip, median, nonLocalMeans } = methods;
  const filters = [median, nonLocalMeans].map(({ quality }) => quality.all.psnrDb);
  const plainGainDb = network.quality.all.psnrDb - Math.max(...filters);
  return [
    `On ${network.quality.all.images.toLocaleString('en')} unseen digits, the denoising autoencoder with a skip for fine ` +
      `detail reached a PSNR of ${decibel(networkAndSkip.quality.all.psnrDb)}, ${signed(gainDb)} the better of ` +
      `median filter and non-local means. The goal was ${goalDb} dB, and it is ${gainDb >= goalDb ? 'reached' : 'not reached'}.`,
    `Without the skip the network is ${signed(plainGainDb)} the better filter: it wins where noise is strong ` +
      '(speckle) and loses where it is weak (Gaussian), because 64 numbers cannot carry the full detail of a digit.',
  ];
}

export function filterSentences({ filters, gainOverToldFiltersDb, settings }: DenoisingOutcome): string[] {
  const { median, nonLocalMeans } = filters;
  return [
    `Each filter has the settings with the best mean PSNR on ${settings.filterImages} validation digits, of ` +
      `${median.tried} for the median filter (${formatMedian(median.best)}) and ${nonLocalMeans.tried} for non-local ` +
      `means (${formatNonLocalMeans(nonLocalMeans.best)}). Neither the network nor these filters know ` +
      'which noise an image has.',
    `In the rows “told the noise” a filter has the best settings for each image's noise: ` +
      `${noiseKinds.map((kind) => `${kindNames[kind]}: ${formatMedian(median.bestFor[kind])}; ${formatNonLocalMeans(nonLocalMeans.bestFor[kind])}`).join('. ')}. ` +
      `Network and skip are ${signed(gainOverToldFiltersDb)} the better one of these.`,
    'PSNR is the mean over the images; “PSNR of all pixels” is of the mean squared error over all images, which strong ' +
      'noise dominates. SSIM: windows of 7x7 pixels, as in scikit-image.',
  ];
}

const formatMedian = ({ radius, window = 'square' }: MedianFilterOptions): string =>
  `${window === 'cross' ? 'a cross' : 'a square'} of ${2 * radius + 1}x${2 * radius + 1} pixels`;

const formatNonLocalMeans = ({ patchSize, searchRadius, strength }: NonLocalMeansOptions): string =>
  `patches of ${patchSize}x${patchSize}, search within ${searchRadius} pixels, strength ${Math.round(255 * strength)} of 255`;

export function skipSentences({ methods }: DenoisingOutcome): string[] {
  const { noisy, network, pixelAlone, networkAndSkip } = methods;
  const of = ({ quality }: typeof noisy, kind: (typeof noiseKinds)[number]): string =>
    decibel(quality[kind].psnrDb);
  return [
    `The study’s network squeezes 784 pixels through 64 numbers. Its output is a clean digit, but not exactly the one that ` +
      `went in: ${of(network, 'gaussian')} for images with Gaussian noise, which had ${of(noisy, 'gaussian')} before. ` +
      `No network of that width can improve on them by drawing the digit anew.`,
    `The skip corrects this after training. For every value of a noisy pixel and every value of the network for it, a ` +
      `table holds the mean difference to the clean pixel; images close to the network’s output and images far from it ` +
      `have separate tables, which separates weak from strong noise. The table is fitted to the validation digits, on ` +
      `which the network was not trained; its size is the best of 24, each fitted to one half of them and judged on the other. With it: Gaussian ${of(networkAndSkip, 'gaussian')}, speckle ${of(networkAndSkip, 'speckle')} ` +
      `(the network alone: ${of(network, 'speckle')}).`,
    `How much of that is due to the network? The same table without it uses the noisy pixel alone and cannot separate the ` +
      `noises: Gaussian ${of(pixelAlone, 'gaussian')}, speckle ${of(pixelAlone, 'speckle')}. The network ` +
      `separates them, and restores what speckle removed.`,
  ];
}

export function noiseSentences({ gaussianMean, gaussianSigma, speckleSigma }: DenoisingSettings): string[] {
  return [
    `Half of the images get Gaussian noise of mean ${gaussianMean} and standard deviation ${gaussianSigma} on the scale ` +
      `0 to 255, half get speckle: x + x n, with n normal of mean 0 and standard deviation ${speckleSigma} for every pixel. ` +
      'The study’s comment calls n uniform, its code draws it from the standard normal distribution, as here. ' +
      'Values are clipped to 0 to 255. Training images get new noise in every epoch.',
    'The study’s Gaussian noise is hardly visible. --gaussian-sigma, --gaussian-mean and --speckle-sigma run ' +
      'the study with other noise.',
  ];
}
