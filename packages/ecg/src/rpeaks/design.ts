import type { BiquadCascade } from '../filters/biquad.ts';
import { bandPass, butterworthHighPass, butterworthLowPass, notch } from '../filters/design.ts';
import { longestRrSeconds, tuning } from './tuning.ts';

export interface DetectorOptions {
  /** 50 to 2000 Hz; tuned for 100 to 1000. */
  readonly samplingRateHz: number;
  /** Mains frequency to remove. Default: no notch. */
  readonly mainsHz?: 50 | 60;
}

/** Filters and constants that depend on the options alone; not stored in a snapshot. Lengths in samples. */
export interface DetectorDesign {
  readonly samplingRateHz: number;
  /** Empty without a notch. */
  readonly mains: BiquadCascade;
  readonly analysis: BiquadCascade;
  readonly qrsBand: BiquadCascade;
  readonly wideBand: BiquadCascade;
  /** Lag of the analysis band behind the signal. */
  readonly analysisDelay: number;
  /** Lag of the averaged QRS energy behind the R peak in the analysis band. */
  readonly energyDelay: number;
  readonly averageLength: number;
  readonly lookAhead: number;
  /** Longest wait of a candidate for the signal after it. */
  readonly decisionLag: number;
  readonly refractory: number;
  readonly learning: number;
  readonly longestRr: number;
  readonly refine: number;
  /** Interval of the slow checks, independent of packet boundaries. */
  readonly blockLength: number;
  readonly historyLength: number;
}

export function detectorDesign({ samplingRateHz, mainsHz }: DetectorOptions): DetectorDesign {
  const samples = (seconds: number): number => Math.round(seconds * samplingRateHz);
  const [analysisLowHz, analysisHighHz] = tuning.analysisBandHz;
  const [qrsLowHz, qrsHighHz] = tuning.qrsBandHz;
  const [wideLowHz, wideHighHz] = tuning.wideBandHz;
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
    wideBand: bandPass({ lowHz: wideLowHz, highHz: wideHighHz, samplingRateHz }),
    analysisDelay: samples(analysisDelaySeconds),
    energyDelay: samples(tuning.averageSeconds / 2 + qrsBandDelaySeconds - analysisDelaySeconds),
    averageLength,
    lookAhead: samples(tuning.lookAheadSeconds),
    decisionLag: samples(tuning.decisionSeconds),
    refractory: samples(tuning.refractorySeconds),
    learning: samples(tuning.learningSeconds),
    longestRr: samples(longestRrSeconds),
    refine: samples(tuning.refineSeconds),
    blockLength: Math.min(longestBlock, Math.max(8, samples(0.1))),
    // Room for the part of a beat's window before the R peak and for the decision lag.
    historyLength: samples(longestRrSeconds + tuning.decisionSeconds + 0.65),
  };
}

/** Room for a block, samples: a tenth of a second at 2000 Hz. */
export const longestBlock = 256;

/** Lag of the rectified QRS band behind the R wave, measured on MIT-BIH: the median over DS1. */
const qrsBandDelaySeconds = 0.032;
