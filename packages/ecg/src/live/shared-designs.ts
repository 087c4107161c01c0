import { segmentDesign, type SegmentDesign, type SegmentOptions } from './segment-design.ts';

/** Rates and settings kept; a device that sends another rate with each packet pays for its designs itself. */
const mostDesigns = 64;

const designs: SegmentDesign[] = [];

/**
 * The design of a rate and settings, one for all leads that share them: thousands of leads then read the same filter
 * coefficients, which stay in the processor's cache.
 */
export function sharedDesign(samplingRateHz: number, options: SegmentOptions): SegmentDesign {
  const known = designs.find((design) => isOf(design, samplingRateHz, options));
  if (known !== undefined) return known;
  const design = segmentDesign(samplingRateHz, options);
  designs.unshift(design);
  if (designs.length > mostDesigns) designs.pop();
  return design;
}

const isOf = (design: SegmentDesign, samplingRateHz: number, options: SegmentOptions): boolean =>
  design.samplingRateHz === samplingRateHz &&
  design.models === options.models &&
  design.preprocessing === options.preprocessing &&
  design.mainsHz === options.mainsHz;
