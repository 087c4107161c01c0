import type { WfdbAnnotation } from '@beatwatch/recordings';
import { annotatedBeats, matchBeats, matchWindowSeconds, type BeatMatch } from './annotated-beats.ts';
import { fibrillationEpisodes } from './rhythm-events.ts';

export interface PeakCounts {
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly falsePositives: number;
}

/** Shares in [0, 1]; absent if there is nothing to divide by. */
export interface PeakFigures {
  readonly sensitivity?: number;
  readonly positivePredictivity?: number;
}

interface PeakScoreOptions {
  readonly annotations: readonly WfdbAnnotation[];
  readonly samplingRateHz: number;
  readonly recordSeconds: number;
  /** Spans in seconds outside which beats and peaks do not count. Default: all count */
  readonly within?: readonly { readonly from: number; readonly to: number }[];
}

/**
 * Matches R peaks with a record's annotated beats, within 150 ms and outside ventricular flutter and fibrillation
 * (ANSI/AAMI EC57:2012, 4.3.3).
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
