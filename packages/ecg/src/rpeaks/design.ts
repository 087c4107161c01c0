import type { BiquadCascade } from '../filters/biquad.ts';
import { bandPass, butterworthHighPass, butterworthLowPass, notch } from '../filters/design.ts';
import { longestRrSeconds, tuning } from './tuning.ts';

export interface DetectorOptions {
  /** 50 to 2000 Hz; tuned for 100 to 1000. */
  readonly samplingRateHz: number;
  /** Takes the mains hum out before anything else. Default: no notch. */
  readonly mainsHz?: 50 | 60;
}

/** What follows from the sampling rate alone: never part of a snapshot. Lengths in samples. */
export interface DetectorDesign {
  readonly samplingRateHz: number;
  /** Empty without a notch. */
  readonly mains: BiquadCascade;
  readonly analysis: BiquadCascade;
  readonly qrsBand: BiquadCascade;
  /** By how much the analysis band lags behind the signal. */
  readonly analysisDelay: number;
  /** By how much a peak of the averaged QRS energy lags behind the R peak in the analysis band. */
  readonly energyDelay: number;
  readonly averageLength: number;
  readonly lookAhead: number;
  /** A candidate waits no longer than this for what comes after it. */
  readonly decisionLag: number;
  readonly refractory: number;
  readonly learning: number;
  readonly longestRr: number;
  readonly refine: number;
  /** Slow checks happen at multiples of this many samples, wherever packets begin and end. */
  readonly blockLength: number;
  readonly historyLength: number;
}

export function detectorDesign({ samplingRateHz, mainsHz }: DetectorOptions): DetectorDesign {
  const samples = (seconds: number): number => Math.round(seconds * samplingRateHz);
  const [analysisLowHz, analysisHighHz] = tuning.analysisBandHz;
  const [qrsLowHz, qrsHighHz] = tuning.qrsBandHz;
  const highHz = Math.min(analysisHighHz, 0.45 * samplingRateHz);
  const mains =
    mainsHz === undefined || mainsHz >= samplingRateHz / 2
      ? []
      : notch({ frequencyHz: mainsHz, samplingRateHz });
  const averageLength = Math.max(1, samples(tuning.averageSeconds));
  // Group delay of a second-order Butterworth low-pass well below its cutoff: sqrt(2) / (2 pi f).
  const analysisDelaySeconds = Math.SQRT2 / (2 * Math.PI * highHz);
  return {
    samplingRateHz,
    mains,
    analysis: bandPass({ lowHz: analysisLowHz, highHz, samplingRateHz }),
    qrsBand: [
      ...butterworthHighPass({ order: 2, cutoffHz: qrsLowHz, samplingRateHz }),
      ...butterworthLowPass({ order: 4, cutoffHz: qrsHighHz, samplingRateHz }),
    ],
    analysisDelay: samples(analysisDelaySeconds),
    energyDelay: samples(tuning.averageSeconds / 2 + qrsBandDelaySeconds - analysisDelaySeconds),
    averageLength,
    lookAhead: samples(tuning.lookAheadSeconds),
    decisionLag: samples(tuning.decisionSeconds),
    refractory: samples(tuning.refractorySeconds),
    learning: samples(tuning.learningSeconds),
    longestRr: samples(longestRrSeconds),
    refine: samples(tuning.refineSeconds),
    blockLength: Math.max(8, samples(0.1)),
    // The window of a beat begins before it, and its end is known late.
    historyLength: samples(longestRrSeconds + tuning.decisionSeconds + 0.65),
  };
}

/** Lag of the rectified QRS band behind the R wave, measured on MIT-BIH: the median over DS1. */
const qrsBandDelaySeconds = 0.032;
