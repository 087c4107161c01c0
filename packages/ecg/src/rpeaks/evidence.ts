import type { Candidate } from './candidate.ts';
import { detectorPlaces, type DetectorState } from './state.ts';
import { widenessOf } from './wide.ts';
import { tuning } from './tuning.ts';

/** Parameters of the log odds that a candidate is a beat, from its height and shape. */
export interface Evidence {
  /** Logarithm of the height at even odds, and slope of the log odds over the logarithm of the height. */
  readonly evenHeightLog: number;
  readonly slope: number;
  /** Weight of the shape, 0 to 1; 0 in a quiet signal, where the height suffices. */
  readonly shapeWeight: number;
  /** Usual height of a beat in the wide band, microvolts. */
  readonly wideLevel: number;
}

/**
 * Derives the evidence from the levels of beats and of other waves: the log-likelihood ratio of two log-normal
 * distributions of equal width. Heights weigh more the further the levels are apart and the less the beats vary.
 */
export function evidenceOf(state: DetectorState): Evidence {
  const { signalLevel, noiseLevel, wideLevel } = state;
  const signal = Math.log(signalLevel);
  const noise = Math.min(Math.log(Math.max(1, noiseLevel)), signal - tuning.minSeparation);
  const separation = signal - noise;
  return {
    evenHeightLog: noise + tuning.evenShare * separation,
    slope: separation / (tuning.heightVariance + tuning.beatVarianceWeight * varianceOfHeights(state)),
    shapeWeight: Math.max(0, 1 - separation / tuning.quietSeparation),
    wideLevel,
  };
}

/**
 * Log odds that the candidate is a beat, by height, shape and width alone. A wide complex need not look like the usual
 * beat.
 */
export function logOddsOf({ height, correlation, size, wideHeight }: Candidate, evidence: Evidence): number {
  const byHeight = evidence.slope * (Math.log(height) - evidence.evenHeightLog);
  const byShape =
    tuning.correlationWeight * (correlation - tuning.usualCorrelation) +
    tuning.sizeWeight * Math.log(Math.min(1.2, Math.max(0.15, size)) / tuning.usualSize);
  const wideness = widenessOf(wideHeight, evidence.wideLevel);
  const { shapeWeight } = evidence;
  return (
    Math.max(-tuning.maxHeightEvidence, Math.min(tuning.maxHeightEvidence, byHeight)) +
    shapeWeight * (1 - wideness) * byShape +
    tuning.wideOdds * (1 - shapeWeight) ** tuning.widePower * wideness
  );
}

function varianceOfHeights({ numbers, heightCount: count }: DetectorState): number {
  if (count < 2) return 0;
  const { heightLogs: from } = detectorPlaces;
  let mean = 0;
  for (let index = 0; index < count; index += 1) mean += (numbers[from + index] ?? 0) / count;
  let variance = 0;
  for (let index = 0; index < count; index += 1) {
    const deviation = (numbers[from + index] ?? 0) - mean;
    variance += (deviation * deviation) / count;
  }
  return variance;
}
