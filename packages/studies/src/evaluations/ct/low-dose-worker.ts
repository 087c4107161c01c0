import { simulateLowDose, type GreyImage } from '@beatwatch/denoiser';
import { createSeededRandom } from '@beatwatch/statistics';
import { applyBaseline, type Baseline } from './baselines.ts';
import { judgeImage, referenceOf, type ImageFigures, type Reference } from './judge-image.ts';
import { oracleNoise } from './oracle-noise.ts';

/** A task of a worker thread: one slice at one dose. */
export interface LowDoseTask {
  readonly fullDose: GreyImage;
  readonly pixelSpacingMm: number;
  readonly incidentPhotons: number;
  readonly seed: number;
  readonly baselines: readonly Baseline[];
  /** Whether the result includes the baselines' images. */
  readonly keepImages: boolean;
}

export interface LowDoseSlice {
  readonly reference: Reference;
  readonly noisy: GreyImage;
  readonly noiseSdHu: number;
  readonly noisyFigures: ImageFigures;
  /** In the order of the task. */
  readonly baselines: readonly JudgedBaseline[];
}

interface JudgedBaseline {
  readonly baseline: Baseline;
  readonly figures: ImageFigures;
  readonly image?: GreyImage;
}

/** Simulates the low dose, runs the baselines on it and judges them. */
export default function judgeLowDose(task: LowDoseTask): LowDoseSlice {
  const { fullDose, pixelSpacingMm, incidentPhotons, seed, baselines, keepImages } = task;
  const random = createSeededRandom(seed);
  const noisy = simulateLowDose(fullDose, { pixelSpacingMm, incidentPhotons, random });
  const noise = oracleNoise(fullDose, noisy);
  const reference = referenceOf(fullDose, pixelSpacingMm);
  return {
    reference,
    noisy,
    noiseSdHu: noise.sdHu,
    noisyFigures: judgeImage(reference, noisy),
    baselines: baselines.map((baseline) => {
      const image = applyBaseline(baseline, noisy, noise);
      return { baseline, figures: judgeImage(reference, image), ...(keepImages && { image }) };
    }),
  };
}
