export { bm3d } from './baselines/bm3d/bm3d.ts';
export { noiseCovariance, type NoiseCovariance } from './baselines/bm3d/noise-variance.ts';
export { medianFilter, type MedianFilterOptions } from './baselines/median-filter.ts';
export { fastNonLocalMeans } from './baselines/fast-non-local-means.ts';
export { gaussianFilter } from './baselines/gaussian-filter.ts';
export { nonLocalMeans } from './baselines/non-local-means.ts';
export type { NonLocalMeansOptions } from './baselines/non-local-means-options.ts';
export type { Denoiser, DenoiseOptions } from './denoiser.ts';
export { DenoiserError } from './errors.ts';
export { derivationOf } from './files/derivation.ts';
export { denoiseImageFile, denoisePlanes, type DenoiseFileOptions } from './files/denoise-image-file.ts';
export type { GreyImage } from './images/grey-image.ts';
export { decibels, meanSquaredError, psnrDb } from './images/psnr.ts';
export { structuralSimilarity } from './images/ssim.ts';
export { edgeSharpness, findEdges, type Edge, type EdgeSharpness } from './measures/edge-sharpness.ts';
export {
  findFlatTissue,
  flatTissueNoise,
  type FlatSquare,
  type FlatTissueNoise,
} from './measures/flat-tissue.ts';
export { windowQuality, type WindowQuality } from './measures/window-quality.ts';
export { cutTo, softTissueWindow, wideWindow } from './images/hu-window.ts';
export { simulateLowDose } from './ct/low-dose.ts';
export {
  loadDenoiserModel,
  pretrainedDenoiserDirectory,
  saveDenoiserModel,
  type DenoiserName,
  type DenoiserTraining,
} from './model/denoiser-model.ts';
export { createNetworkPass } from './model/network-pass.ts';
export { byteRanges } from './training/byte-ranges.ts';
export { simulateSlices } from './training/simulate-slices.ts';
export {
  trainDenoiser,
  type DenoiserTrainingProgress,
  type NetworkSettings,
} from './training/train-denoiser.ts';
export { fileTrainingStore } from './training/training-checkpoint.ts';
export type { ValidationFigures, ValidationSlice } from './training/validation.ts';
export { denoiserEngines, type DenoiserTrial } from './model/engine-trials.ts';
export { openDenoiser, type OpenDenoiserOptions } from './model/open-denoiser.ts';
