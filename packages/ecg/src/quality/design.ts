import type { BiquadCascade } from '../filters/biquad.ts';
import { butterworthHighPass, butterworthLowPass } from '../filters/design.ts';

/** Sub-windows of a second: shorter than a heart beat, longer than a QRS complex. */
export const subWindowsPerSecond = 8;

/** Seconds of sub-windows that a judgement looks back on, its own included. */
export const memorySeconds = 4;

/** What follows from the sampling rate alone: never part of a snapshot. */
export interface QualityDesign {
  readonly samplingRateHz: number;
  /** Samples of a second: `floor(samplingRateHz)`. */
  readonly secondLength: number;
  /** Sample number within the second at which each sub-window ends. */
  readonly subWindowEnds: readonly number[];
  /** Below 0.7 Hz: breathing and drift. */
  readonly baseline: BiquadCascade;
  /** Above 0.7 Hz: what all the following bands are taken from. */
  readonly withoutBaseline: BiquadCascade;
  /** Up to 40 Hz: what an ECG monitor shows. */
  readonly analysis: BiquadCascade;
  /** 0.7 to 3, 3 to 8, 8 to 20 and 22 to 38 Hz. */
  readonly bands: readonly BiquadCascade[];
  /** Above 45 Hz, where mains hum lies; empty where the sampling rate does not reach it. */
  readonly hum: BiquadCascade;
}

/** @param samplingRateHz 50 to 2000. */
export function qualityDesign(samplingRateHz: number): QualityDesign {
  const secondLength = Math.max(1, Math.floor(samplingRateHz));
  const reach = (hertz: number): number => Math.min(hertz, 0.45 * samplingRateHz);
  const highPass = (order: number, hertz: number): BiquadCascade =>
    butterworthHighPass({ order, cutoffHz: hertz, samplingRateHz });
  const lowPass = (order: number, hertz: number): BiquadCascade =>
    butterworthLowPass({ order, cutoffHz: reach(hertz), samplingRateHz });
  return {
    samplingRateHz,
    secondLength,
    subWindowEnds: Array.from({ length: subWindowsPerSecond }, (_, index) =>
      Math.floor(((index + 1) * secondLength) / subWindowsPerSecond),
    ),
    baseline: lowPass(2, 0.7),
    withoutBaseline: highPass(2, 0.7),
    analysis: lowPass(2, 40),
    bands: [
      lowPass(2, 3),
      [...highPass(2, 3), ...lowPass(2, 8)],
      [...highPass(2, 8), ...lowPass(2, 20)],
      [...highPass(4, 22), ...lowPass(4, 38)],
    ],
    hum: samplingRateHz > 110 ? highPass(2, 45) : [],
  };
}
