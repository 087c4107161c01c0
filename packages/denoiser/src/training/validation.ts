import { withNoise } from '../ct/low-dose.ts';
import type { GreyImage } from '../images/grey-image.ts';
import { cutTo, isWithin, softTissueWindow } from '../images/hu-window.ts';
import { psnrDb } from '../images/psnr.ts';
import type { NetworkPass } from '../network/run-network.ts';
import type { ResidualNetwork } from '../network/residual-network.ts';
import { findCtNoise } from '../slices/denoise-ct-slice.ts';
import type { TrainingSlice } from './training-slice.ts';

/** A slice for measurement only. */
export interface ValidationSlice extends TrainingSlice {
  readonly pixelSpacingMm: number;
}

export interface ValidationFigures {
  /** Mean over the slices of PSNR in the window of soft tissue, in dB. */
  readonly psnrDb: number;
  readonly noisyPsnrDb: number;
  /** Standard deviation of the removed values in soft tissue as a share of that of the noise; mean over the slices. */
  readonly removedShare: number;
}

/** Denoises each slice's first draw without a level, as a user would. */
export async function validate(
  network: ResidualNetwork,
  pass: NetworkPass,
  slices: readonly ValidationSlice[],
): Promise<ValidationFigures> {
  const totals = { psnrDb: 0, noisyPsnrDb: 0, removedShare: 0 };
  for (const { clean, noises, pixelSpacingMm } of slices) {
    const [draw] = noises;
    if (draw === undefined) continue;
    const noisy = withNoise(clean, draw);
    const { noise: found } = await findCtNoise(network, pass, noisy, { pixelSpacingMm });
    const left = { ...noisy, values: noisy.values.map((hu, pixel) => hu - (found[pixel] ?? 0)) };
    totals.psnrDb += softPsnrDb(clean, left) / slices.length;
    totals.noisyPsnrDb += softPsnrDb(clean, noisy) / slices.length;
    totals.removedShare += removedShare(clean, draw.values, found) / slices.length;
  }
  return totals;
}

const softPsnrDb = (clean: GreyImage, image: GreyImage): number => {
  const { lowestHu, highestHu } = softTissueWindow;
  return psnrDb(cutTo(softTissueWindow, clean), cutTo(softTissueWindow, image), highestHu - lowestHu);
};

function removedShare(clean: GreyImage, added: Float32Array, found: Float32Array): number {
  let [foundSquares, addedSquares] = [0, 0];
  clean.values.forEach((hu, pixel) => {
    if (!isWithin(softTissueWindow, hu)) return;
    foundSquares += (found[pixel] ?? 0) ** 2;
    addedSquares += (added[pixel] ?? 0) ** 2;
  });
  return Math.sqrt(foundSquares / addedSquares);
}
