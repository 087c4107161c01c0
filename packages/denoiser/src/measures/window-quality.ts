import type { GreyImage } from '../images/grey-image.ts';
import { cutTo, type HuWindow } from '../images/hu-window.ts';
import { psnrDb } from '../images/psnr.ts';
import { structuralSimilarity } from '../images/ssim.ts';

export interface WindowQuality {
  readonly psnrDb: number;
  /** At most 1. */
  readonly ssim: number;
}

/**
 * PSNR and SSIM inside a window: both images are clipped to it, and its width is the data range.
 * @throws DenoiserError (`invalid-argument`) where the sizes differ or are below 7
 */
export function windowQuality(reference: GreyImage, image: GreyImage, window: HuWindow): WindowQuality {
  const [shownReference, shown] = [cutTo(window, reference), cutTo(window, image)];
  const range = window.highestHu - window.lowestHu;
  return {
    psnrDb: psnrDb(shownReference, shown, range),
    ssim: structuralSimilarity(shownReference, shown, range),
  };
}
