import type { BiquadCascade } from '../filters/biquad.ts';
import { butterworthHighPass, butterworthLowPass } from '../filters/design.ts';

/** Number of sub-windows of a second: shorter than a heart beat, longer than a QRS complex. */
export const subWindowsPerSecond = 8;

/** Seconds that a judgement considers, the judged one included. */
export const memorySeconds = 4;

/** Most samples that are filtered at once: a sub-window at 2000 Hz. */
export const longestRun = 256;

/** Filters and constants that depend on the sampling rate alone; not stored in a snapshot. */
export interface QualityDesign {
  readonly samplingRateHz: number;
  /** Samples in a second: `floor(samplingRateHz)`. */
  readonly secondLength: number;
  /** Sample number within the second after the end of each sub-window. */
  readonly subWindowEnds: readonly number[];
  /** Below 0.7 Hz: breathing and drift. */
  readonly baseline: BiquadCascade;
  /** Above 0.7 Hz: input of all the following bands. */
  readonly withoutBaseline: BiquadCascade;
  /** Up to 40 Hz, the band of an ECG monitor. */
  readonly analysis: BiquadCascade;
  /** 0.7 to 3, 3 to 8, 8 to 20 and 22 to 38 Hz. */
  readonly slow: BiquadCascade;
  readonly middle: BiquadCascade;
  readonly qrs: BiquadCascade;
  readonly fast: BiquadCascade;
  /** Above 45 Hz, the band of mains hum; empty if the sampling rate is too low. */
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
    slow: lowPass(2, 3),
    middle: [...highPass(2, 3), ...lowPass(2, 8)],
    qrs: [...highPass(2, 8), ...lowPass(2, 20)],
    fast: [...highPass(4, 22), ...lowPass(4, 38)],
    hum: samplingRateHz > 110 ? highPass(2, 45) : [],
  };
}
