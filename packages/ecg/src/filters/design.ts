import { EcgError } from '../errors.ts';
import type { Biquad, BiquadCascade } from './biquad.ts';

export interface CutoffOptions {
  /** Even, 2 or more; every two make a section. */
  readonly order: number;
  /** Frequency at -3 dB, above 0 and below half the sampling rate. */
  readonly cutoffHz: number;
  readonly samplingRateHz: number;
}

/**
 * Butterworth low-pass by the bilinear transform with prewarping (Oppenheim and Schafer, 7.1).
 * @throws EcgError if the order is odd or the cutoff is not below half the sampling rate
 */
export function butterworthLowPass(options: CutoffOptions): BiquadCascade {
  return sections(options, (k, norm) => ({ b0: k * k * norm, b1: 2 * k * k * norm, b2: k * k * norm }));
}

/** Butterworth high-pass; see `butterworthLowPass`. */
export function butterworthHighPass(options: CutoffOptions): BiquadCascade {
  return sections(options, (_, norm) => ({ b0: norm, b1: -2 * norm, b2: norm }));
}

function sections(
  { order, cutoffHz, samplingRateHz }: CutoffOptions,
  numerator: (k: number, norm: number) => Pick<Biquad, 'b0' | 'b1' | 'b2'>,
): BiquadCascade {
  if (!Number.isInteger(order) || order < 2 || order % 2 !== 0) {
    throw invalid('order', order, 'an even number from 2');
  }
  checkFrequency('cutoffHz', cutoffHz, samplingRateHz);
  const k = Math.tan((Math.PI * cutoffHz) / samplingRateHz);
  return Array.from({ length: order / 2 }, (_, index) => {
    // Pole pair of the analogue prototype: s^2 + 2 sin(angle) s + 1.
    const damping = 2 * Math.sin((Math.PI * (2 * index + 1)) / (2 * order));
    const norm = 1 / (1 + damping * k + k * k);
    return {
      ...numerator(k, norm),
      a1: 2 * (k * k - 1) * norm,
      a2: (1 - damping * k + k * k) * norm,
    };
  });
}

export interface BandOptions {
  /** Order of each side. Default 2. */
  readonly order?: number;
  readonly lowHz: number;
  readonly highHz: number;
  readonly samplingRateHz: number;
}

/**
 * Butterworth high-pass and low-pass in series.
 * @throws EcgError as `butterworthLowPass`
 */
export function bandPass({ order = 2, lowHz, highHz, samplingRateHz }: BandOptions): BiquadCascade {
  return [
    ...butterworthHighPass({ order, cutoffHz: lowHz, samplingRateHz }),
    ...butterworthLowPass({ order, cutoffHz: highHz, samplingRateHz }),
  ];
}

export interface NotchOptions {
  /** Mains frequency: 50 or 60 Hz. */
  readonly frequencyHz: number;
  readonly samplingRateHz: number;
  /** Centre frequency divided by the width at -3 dB. Default 30: 1.7 Hz wide at 50 Hz, 2 Hz at 60. */
  readonly quality?: number;
}

/**
 * Notch filter with a zero at the mains frequency (Orfanidis, Introduction to Signal Processing, 11.3).
 * @throws EcgError if the frequency is not below half the sampling rate
 */
export function notch({ frequencyHz, samplingRateHz, quality = 30 }: NotchOptions): BiquadCascade {
  checkFrequency('frequencyHz', frequencyHz, samplingRateHz);
  const w = (2 * Math.PI * frequencyHz) / samplingRateHz;
  const alpha = Math.tan(w / (2 * quality));
  const norm = 1 / (1 + alpha);
  const middle = -2 * Math.cos(w) * norm;
  return [{ b0: norm, b1: middle, b2: norm, a1: middle, a2: (1 - alpha) * norm }];
}

function checkFrequency(field: string, frequencyHz: number, samplingRateHz: number): void {
  if (frequencyHz > 0 && frequencyHz < samplingRateHz / 2) return;
  throw invalid(field, frequencyHz, `above 0 and below ${samplingRateHz / 2}, half the sampling rate`);
}

function invalid(field: string, found: number, expected: string): EcgError {
  return new EcgError(
    { field, found, expected },
    {
      code: 'invalid-argument',
    },
  );
}
