import { psnrDb } from '@beatwatch/denoiser';
import {
  applyPixelSkip,
  fitPixelSkip,
  type NetworkDigit,
  type PixelSkip,
  type PixelSkipSettings,
} from './pixel-skip.ts';
import { digitImage } from './quality.ts';

/** Settings to try, in every combination; one network level ignores the network. */
export interface SkipGrid {
  readonly groups: readonly number[];
  readonly noisyLevels: readonly number[];
  readonly networkLevels: readonly number[];
}

export const skipGrid: SkipGrid = {
  groups: [1, 2, 4, 8],
  noisyLevels: [32, 64],
  networkLevels: [16, 32, 64],
};

/** The same table without a network. */
export const pixelAloneGrid: SkipGrid = { ...skipGrid, groups: [1], networkLevels: [1] };

/**
 * Fits each table to half of the digits, chooses the one with the highest mean PSNR on the other half, and fits it again
 * to all of them.
 * @param digits two or more; neither those the network was trained on nor those the methods are judged on
 */
export function choosePixelSkip(digits: readonly NetworkDigit[], grid: SkipGrid): PixelSkip {
  const middle = Math.ceil(digits.length / 2);
  const [fitted, judged] = [digits.slice(0, middle), digits.slice(middle)];
  const meanPsnrDb = (settings: PixelSkipSettings): number => {
    const skip = fitPixelSkip(fitted, settings);
    const sum = judged.reduce(
      (total, digit) => total + psnrDb(digitImage(digit.clean), digitImage(applyPixelSkip(skip, digit)), 1),
      0,
    );
    return sum / judged.length;
  };
  const tried = combinations(grid).map((settings) => ({ settings, psnrDb: meanPsnrDb(settings) }));
  const best = tried.reduce((one, other) => (other.psnrDb > one.psnrDb ? other : one));
  return fitPixelSkip(digits, best.settings);
}

const combinations = ({ groups, noisyLevels, networkLevels }: SkipGrid): PixelSkipSettings[] =>
  groups.flatMap((groups) =>
    noisyLevels.flatMap((noisyLevels) =>
      networkLevels.map((networkLevels) => ({ groups, noisyLevels, networkLevels })),
    ),
  );
