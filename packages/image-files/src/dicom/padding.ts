import { attributes } from './attributes.ts';
import type { DataSet } from './data-set.ts';
import type { PixelFormat } from './pixel-format.ts';
import { storedRange, type Samples } from './samples.ts';

/** Stored numbers from `lowest` to `highest` that mean "no pixel here". */
export interface PaddingRange {
  readonly lowest: number;
  readonly highest: number;
}

/** Below this, no tissue and no air: scanners fill the corners outside their circle with -2000, -2048 or -3024 HU. */
const lowestHounsfield = -1024;

/** Pixel Padding Value and Range Limit (PS3.3 C.7.5.1.1.2), both ends included. */
export function declaredPadding(dataSet: DataSet, format: PixelFormat): PaddingRange | undefined {
  if (format.channelCount !== 1) return undefined;
  const value = dataSet.unsigned(attributes.pixelPaddingValue);
  if (value === undefined) return undefined;
  const limit = dataSet.unsigned(attributes.pixelPaddingRangeLimit) ?? value;
  // Read by the pixels' sign and not by the element's VR: scanners write -2000 as 63536 of VR US.
  const ends = [value, limit].map((end) => (format.isSigned ? (end << 16) >> 16 : end));
  return { lowest: Math.min(...ends), highest: Math.max(...ends) };
}

/** The stored numbers of a CT frame that lie below -1024 HU. */
export function outsideScanner(
  format: PixelFormat,
  slope: number,
  intercept: number,
): PaddingRange | undefined {
  const { lowest, highest } = storedRange(format);
  const border = (lowestHounsfield - intercept) / slope;
  const range =
    slope > 0 ? { lowest, highest: Math.ceil(border) - 1 } : { lowest: Math.floor(border) + 1, highest };
  return range.lowest <= range.highest ? range : undefined;
}

/** `[height * width]`, 1 where a pixel is padding; `undefined` where none is. */
export function paddingMask(samples: Samples, ranges: readonly PaddingRange[]): Uint8Array | undefined {
  const mask = new Uint8Array(samples.length);
  for (const { lowest, highest } of ranges)
    samples.forEach((sample, index) => {
      if (sample >= lowest && sample <= highest) mask[index] = 1;
    });
  return mask.includes(1) ? mask : undefined;
}

/** Whether a stored number is padding. */
export function isPadding(sample: number, ranges: readonly PaddingRange[]): boolean {
  for (const { lowest, highest } of ranges) if (sample >= lowest && sample <= highest) return true;
  return false;
}

/** The nearest number that is not padding, so that no new value of a real pixel equals padding. */
export function besidePadding(
  sample: number,
  ranges: readonly PaddingRange[],
  range: { readonly lowest: number; readonly highest: number },
): number {
  let nearest: number | undefined;
  for (const { lowest, highest } of ranges)
    for (const candidate of [lowest - 1, highest + 1]) {
      if (candidate < range.lowest || candidate > range.highest || isPadding(candidate, ranges)) continue;
      if (nearest === undefined || Math.abs(candidate - sample) < Math.abs(nearest - sample))
        nearest = candidate;
    }
  return nearest ?? sample;
}
