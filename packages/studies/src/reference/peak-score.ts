import type { WfdbAnnotation } from '@beatwatch/recordings';
import { annotatedBeats, matchBeats, matchWindowSeconds, type BeatMatch } from './annotated-beats.ts';
import { fibrillationEpisodes } from './rhythm-events.ts';

export interface PeakCounts {
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly falsePositives: number;
}

/** Shares in [0, 1]; absent where they would be of nothing. */
export interface PeakFigures {
  readonly sensitivity?: number;
  readonly positivePredictivity?: number;
}

interface PeakScoreOptions {
  readonly annotations: readonly WfdbAnnotation[];
  readonly samplingRateHz: number;
  readonly recordSeconds: number;
  /** Only beats and peaks within one of these count. Default: all */
  readonly within?: readonly { readonly from: number; readonly to: number }[];
}

/**
 * R peaks against a record's beats, 150 ms, ventricular flutter and fibrillation left out (ANSI/AAMI EC57:2012, 4.3.3).
 * @param peaks seconds, ascending
 */
export function matchPeaksOf(peaks: readonly number[], options: PeakScoreOptions): BeatMatch {
  const { annotations, samplingRateHz, recordSeconds, within } = options;
  const episodes = fibrillationEpisodes(annotations, samplingRateHz, recordSeconds);
  const isJudged = (seconds: number): boolean =>
    !episodes.some(
      ({ onsetSeconds, endSeconds }) =>
        seconds >= onsetSeconds - matchWindowSeconds && seconds <= endSeconds + matchWindowSeconds,
    );
  const judged = matchBeats(
    annotatedBeats(annotations, samplingRateHz).filter(({ seconds }) => isJudged(seconds)),
    peaks.filter(isJudged),
  );
  if (within === undefined) return judged;
  const isWithin = (seconds: number): boolean =>
    within.some(({ from, to }) => seconds >= from && seconds < to);
  return {
    matched: judged.matched.filter(({ annotated }) => isWithin(annotated.seconds)),
    missed: judged.missed.filter(({ seconds }) => isWithin(seconds)),
    extra: judged.extra.filter(isWithin),
  };
}

export const peakCounts = ({ matched, missed, extra }: BeatMatch): PeakCounts => ({
  truePositives: matched.length,
  falseNegatives: missed.length,
  falsePositives: extra.length,
});

export const sumCounts = (counts: readonly PeakCounts[]): PeakCounts => ({
  truePositives: counts.reduce((sum, count) => sum + count.truePositives, 0),
  falseNegatives: counts.reduce((sum, count) => sum + count.falseNegatives, 0),
  falsePositives: counts.reduce((sum, count) => sum + count.falsePositives, 0),
});

export function peakFigures({ truePositives, falseNegatives, falsePositives }: PeakCounts): PeakFigures {
  const annotated = truePositives + falseNegatives;
  const detected = truePositives + falsePositives;
  return {
    ...(annotated > 0 && { sensitivity: truePositives / annotated }),
    ...(detected > 0 && { positivePredictivity: truePositives / detected }),
  };
}
