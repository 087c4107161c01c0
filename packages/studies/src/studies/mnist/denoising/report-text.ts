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
    `On ${network.quality.all.images.toLocaleString('en')} digits it had never seen, the denoising autoencoder with a skip for ` +
      `fine detail reached a PSNR of ${decibel(networkAndSkip.quality.all.psnrDb)}, ${signed(gainDb)} the better of ` +
      `median filter and non-local means. The goal was ${goalDb} dB, and it is ${gainDb >= goalDb ? 'reached' : 'not reached'}.`,
    `Without the skip the network is ${signed(plainGainDb)} the better filter: it wins where noise is strong ` +
      '(speckle) and loses where it is weak (Gaussian), because 64 numbers cannot carry all the detail of a digit.',
  ];
}

export function filterSentences({ filters, gainOverToldFiltersDb, settings }: DenoisingOutcome): string[] {
  const { median, nonLocalMeans } = filters;
  return [
    `Each filter has the settings that gave the best mean PSNR on ${settings.filterImages} validation digits, of ` +
      `${median.tried} for the median filter (${medianWords(median.best)}) and ${nonLocalMeans.tried} for non-local ` +
      `means (${nonLocalMeansWords(nonLocalMeans.best)}). The network was not told which noise an image has, and ` +
      'neither were these.',
    `The rows “told the noise” let a filter take the best settings for each image's noise: ` +
      `${noiseKinds.map((kind) => `${kindNames[kind]}: ${medianWords(median.bestFor[kind])}; ${nonLocalMeansWords(nonLocalMeans.bestFor[kind])}`).join('. ')}. ` +
      `Network and skip are ${signed(gainOverToldFiltersDb)} the better one of these.`,
    'PSNR is the mean over images of each one’s own; “PSNR of all pixels” takes one mean squared error over all of ' +
      'them, which strong noise decides. SSIM: windows of 7x7 pixels, as scikit-image has them.',
  ];
}

const medianWords = ({ radius, window = 'square' }: MedianFilterOptions): string =>
  `${window === 'cross' ? 'a cross' : 'a square'} of ${2 * radius + 1}x${2 * radius + 1} pixels`;

const nonLocalMeansWords = ({ patchSize, searchRadius, strength }: NonLocalMeansOptions): string =>
  `patches of ${patchSize}x${patchSize}, search within ${searchRadius} pixels, strength ${Math.round(255 * strength)} of 255`;

export function skipSentences({ methods }: DenoisingOutcome): string[] {
  const { noisy, network, pixelAlone, networkAndSkip } = methods;
  const of = ({ quality }: typeof noisy, kind: (typeof noiseKinds)[number]): string =>
    decibel(quality[kind].psnrDb);
  return [
    `The study’s network squeezes 784 pixels through 64 numbers. What comes out is a clean digit, but not to the last ` +
      `pixel the one that went in: ${of(network, 'gaussian')} where the noise was Gaussian, though those images had ` +
      `${of(noisy, 'gaussian')} while they were still noisy. No network of that width can help them by drawing the digit anew.`,
    `The skip sets this right after training. For every value of a noisy pixel and every value the network gave for ` +
      `it, a table holds what such pixels lacked on average; images near their network’s output and images far from it ` +
      `have tables of their own, which tells weak from strong noise. It is made of the validation digits, which the ` +
      `network had not learnt from; its size is the best of 24, each fitted to one half of them and judged on the other. With it: Gaussian ${of(networkAndSkip, 'gaussian')}, speckle ${of(networkAndSkip, 'speckle')} ` +
      `(the network alone: ${of(network, 'speckle')}).`,
    `How much of that is the network’s? The same table without it sees a noisy pixel alone and cannot tell one noise ` +
      `from the other: Gaussian ${of(pixelAlone, 'gaussian')}, speckle ${of(pixelAlone, 'speckle')}. The network tells ` +
      `them apart, and draws what speckle took away.`,
  ];
}

export function noiseSentences({ gaussianMean, gaussianSigma, speckleSigma }: DenoisingSettings): string[] {
  return [
    `Half of the images get Gaussian noise of mean ${gaussianMean} and standard deviation ${gaussianSigma} on the scale ` +
      `0 to 255, half get speckle: x + x n, with n normal of mean 0 and standard deviation ${speckleSigma} for every pixel. ` +
      'The study’s comment calls n uniform, its code draws it from the standard normal distribution; we follow the code. ' +
      'What leaves 0 to 255 is cut off. Training images get new noise in every epoch.',
    'The study’s Gaussian noise is weak: one can hardly see it. --gaussian-sigma, --gaussian-mean and --speckle-sigma run ' +
      'the study with other noise.',
  ];
}
