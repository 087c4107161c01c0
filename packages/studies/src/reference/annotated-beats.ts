import { matchPeaks } from '@beatwatch/ecg';
import { aamiClassOf, type AamiClass, type WfdbAnnotation } from '@beatwatch/recordings';

export interface AnnotatedBeat {
  readonly seconds: number;
  readonly aamiClass: AamiClass;
  readonly symbol: string;
}

/** Largest distance of a detection from its annotation (ANSI/AAMI EC57:2012, 4.3.3). */
export const matchWindowSeconds = 0.15;

/** The beats among a record's annotations. */
export function annotatedBeats(
  annotations: readonly WfdbAnnotation[],
  samplingRateHz: number,
): readonly AnnotatedBeat[] {
  return annotations.flatMap(({ sample, symbol }) => {
    const aamiClass = aamiClassOf(symbol);
    return aamiClass === undefined ? [] : [{ seconds: sample / samplingRateHz, aamiClass, symbol }];
  });
}

/** A detected peak with its annotation. */
interface MatchedBeat {
  /** Of the detected peak. */
  readonly seconds: number;
  readonly annotated: AnnotatedBeat;
}

export interface BeatMatch {
  readonly matched: readonly MatchedBeat[];
  readonly missed: readonly AnnotatedBeat[];
  /** Detected peaks without an annotated beat, seconds. */
  readonly extra: readonly number[];
}

/** Pairs annotated beats with detected peaks within 150 ms; both have to be in ascending order. */
export function matchBeats(annotated: readonly AnnotatedBeat[], peakSeconds: readonly number[]): BeatMatch {
  const reference = annotated.map(({ seconds }) => seconds);
  const { missed, extra, offsets } = matchPeaks(reference, peakSeconds, matchWindowSeconds + 1e-9);
  const isMissed = new Set(missed);
  const found = annotated.filter(({ seconds }) => !isMissed.has(seconds));
  return {
    matched: found.map((beat, index) => ({
      seconds: beat.seconds + (offsets[index] ?? 0),
      annotated: beat,
    })),
    missed: annotated.filter(({ seconds }) => isMissed.has(seconds)),
    extra,
  };
}
