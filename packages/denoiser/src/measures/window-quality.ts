import type { GreyImage } from '../images/grey-image.ts';
import { psnrDb } from '../images/psnr.ts';
import { structuralSimilarity } from '../images/ssim.ts';

/** The Hounsfield units that a display shows from black to white. */
export interface HuWindow {
  readonly lowestHu: number;
  readonly highestHu: number;
}

/** Soft tissue, as a radiologist looks at it. */
export const softTissueWindow: HuWindow = { lowestHu: -160, highestHu: 240 };
/** Lung, soft tissue and most of bone. */
export const wideWindow: HuWindow = { lowestHu: -1000, highestHu: 1000 };

export interface WindowQuality {
  readonly psnrDb: number;
  /** At most 1. */
  readonly ssim: number;
}

/**
 * PSNR and SSIM of what a window shows: both images are cut to it, and its width is the data range.
 * @throws DenoiserError (`invalid-argument`) where the sizes differ or are below 7
 */
export function windowQuality(truth: GreyImage, image: GreyImage, window: HuWindow): WindowQuality {
  const [shownTruth, shown] = [cutTo(window, truth), cutTo(window, image)];
  const range = window.highestHu - window.lowestHu;
  return {
    psnrDb: psnrDb(shownTruth, shown, range),
    ssim: structuralSimilarity(shownTruth, shown, range),
  };
}

/** A copy with the values outside the window moved to its nearer end. */
export const cutTo = ({ lowestHu, highestHu }: HuWindow, image: GreyImage): GreyImage => ({
  ...image,
  values: image.values.map((hu) => Math.min(highestHu, Math.max(lowestHu, hu))),
});
