import { decibels } from '../images/psnr.ts';
import { softTissueHu } from '../network/network-input.ts';
import type { NetworkPass } from '../network/run-network.ts';
import type { ResidualNetwork } from '../network/residual-network.ts';
import { findCtNoise } from '../slices/denoise-ct-slice.ts';
import type { TrainingSlice } from './training-slice.ts';

/** A slice that measures and never changes a weight. */
export interface ValidationSlice extends TrainingSlice {
  readonly pixelSpacingMm: number;
}

export interface ValidationFigures {
  /** Mean over the slices of PSNR in the window of soft tissue, in dB. */
  readonly psnrDb: number;
  readonly noisyPsnrDb: number;
  /** Mean over the slices: standard deviation of what is taken away in soft tissue, as a share of the noise's there. */
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
    const noisy = { ...clean, values: clean.values.map((hu, pixel) => hu + (draw.values[pixel] ?? 0)) };
    const { noise: found } = await findCtNoise(network, pass, noisy, { pixelSpacingMm });
    const [left, before] = [{ sum: 0 }, { sum: 0 }];
    let [removed, added] = [0, 0];
    clean.values.forEach((hu, pixel) => {
      const [noisyHu, foundHu] = [noisy.values[pixel] ?? 0, found[pixel] ?? 0];
      left.sum += (cut(noisyHu - foundHu) - cut(hu)) ** 2;
      before.sum += (cut(noisyHu) - cut(hu)) ** 2;
      if (hu <= softTissueHu.lowest || hu >= softTissueHu.highest) return;
      removed += foundHu ** 2;
      added += (draw.values[pixel] ?? 0) ** 2;
    });
    const range = softTissueHu.highest - softTissueHu.lowest;
    totals.psnrDb += decibels(left.sum / clean.values.length, range) / slices.length;
    totals.noisyPsnrDb += decibels(before.sum / clean.values.length, range) / slices.length;
    totals.removedShare += Math.sqrt(removed / added) / slices.length;
  }
  return totals;
}

const cut = (hu: number): number => Math.min(softTissueHu.highest, Math.max(softTissueHu.lowest, hu));
