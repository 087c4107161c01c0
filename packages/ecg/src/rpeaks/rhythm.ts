import type { DetectorDesign } from './design.ts';
import { detectorPlaces, type DetectorState } from './state.ts';
import { rememberedBeats, tuning } from './tuning.ts';

/** Expected RR intervals. */
export interface Rhythm {
  /** Median of the last RR intervals, samples. */
  readonly usual: number;
  /** Scales of the logarithm of early and late intervals over the usual one. */
  readonly early: number;
  readonly late: number;
}

const sorted = new Float64Array(rememberedBeats);

/**
 * Estimates the rhythm from the last RR intervals; without any, assumes 75 beats a minute.
 * @param shapeWeight 0 in a quiet signal, where a late interval is as unlikely in an irregular rhythm as in a regular one;
 * more in noise, where intervals are irregular for beats taken wrongly
 */
export function rhythmOf(
  { numbers, rrCount }: DetectorState,
  { samplingRateHz }: DetectorDesign,
  shapeWeight: number,
): Rhythm {
  for (let index = 0; index < rrCount; index += 1) {
    const rrInterval = numbers[detectorPlaces.rrIntervals + index] ?? 0;
    let place = index;
    for (; place > 0 && (sorted[place - 1] ?? 0) > rrInterval; place -= 1)
      sorted[place] = sorted[place - 1] ?? 0;
    sorted[place] = rrInterval;
  }
  const usual = rrCount === 0 ? 0.8 * samplingRateHz : (sorted[rrCount >> 1] ?? 0);
  let spread = 0;
  for (let index = 0; index < rrCount; index += 1) {
    spread += Math.abs(Math.log((sorted[index] ?? 0) / usual)) / rrCount;
  }
  const width = tuning.rrSpreadWeight * spread;
  const noise = Math.min(1, tuning.noiseGain * shapeWeight);
  return {
    usual,
    early: (1 + width) * (tuning.earlyScale + noise * (tuning.noisyEarlyScale - tuning.earlyScale)),
    late: (1 + noise * width) * tuning.lateScale,
  };
}

/**
 * Log-likelihood of an interval relative to the usual one: falls with the absolute logarithm of their ratio, as in a
 * Laplace distribution, down to a floor for unexpected early beats and pauses.
 */
export function rrScore(rrInterval: number, { usual, early, late }: Rhythm): number {
  const ratio = Math.log(rrInterval / usual);
  return ratio < 0
    ? Math.max(-tuning.maxEarlyPenalty, ratio / early)
    : Math.max(-tuning.maxLatePenalty, -ratio / late);
}

/** Log-likelihood of an interval still open: 0 while it is shorter than usual. */
export const openRrScore = (sinceLast: number, rhythm: Rhythm): number =>
  sinceLast <= rhythm.usual ? 0 : rrScore(sinceLast, rhythm);
