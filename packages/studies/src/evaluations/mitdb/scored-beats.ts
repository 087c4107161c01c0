import { secondsOf, type EcgRecording } from '../../live-path/ecg-recording.ts';
import type { LiveBeat, WatchedRun } from '../../live-path/live-run.ts';
import { matchPeaksOf } from '../../reference/peak-score.ts';
import type { ScoredBeat } from '../../ranking/beat-figures.ts';

/** A patient's first minutes adapt; what comes after is judged. */
const adaptationSeconds = 300;

/** The detectors that every table has; parts left out come beside. */
export const liveDetector = 'live';

/** One score for each beat of the run, by detector. */
export type DetectorScores = Readonly<Record<string, ArrayLike<number>>>;

/** Beats of the adaptation's minutes, at the start of the run. */
export const learnedCount = (beats: readonly LiveBeat[]): number =>
  beats.filter(({ seconds }) => seconds < adaptationSeconds).length;

export interface ScoredRun {
  readonly beats: readonly ScoredBeat[];
  /** Peaks without an annotated beat that were called anomalous. */
  readonly extraAnomalous: number;
  readonly judgedSeconds: number;
}

/** The beats that are judged, each with its annotated class and what every detector says. */
export function scoredRun(
  recording: EcgRecording,
  run: Pick<WatchedRun, 'beats'>,
  detectors: DetectorScores,
): ScoredRun {
  const { annotations, samplingRateHz } = recording;
  const recordSeconds = secondsOf(recording);
  const indexAt = new Map(run.beats.map(({ seconds }, index) => [sampleOf(seconds, samplingRateHz), index]));
  const { matched, extra } = matchPeaksOf(
    run.beats.map(({ seconds }) => seconds),
    {
      annotations,
      samplingRateHz,
      recordSeconds,
      within: [{ from: adaptationSeconds, to: Number.POSITIVE_INFINITY }],
    },
  );
  const names = Object.keys(detectors);
  const beats = matched.flatMap(({ seconds, annotated: { aamiClass } }): ScoredBeat[] => {
    const index = indexAt.get(sampleOf(seconds, samplingRateHz));
    const live = index === undefined ? undefined : run.beats[index];
    if (index === undefined || live === undefined) return [];
    const scores = Object.fromEntries(names.map((name) => [name, detectors[name]?.[index] ?? Number.NaN]));
    return [{ seconds, aamiClass, scores, anomalous: live.judged.anomalous }];
  });
  return {
    beats,
    extraAnomalous: extra.filter((seconds) => {
      const index = indexAt.get(sampleOf(seconds, samplingRateHz));
      return index !== undefined && run.beats[index]?.judged.anomalous === true;
    }).length,
    judgedSeconds: Math.max(0, recordSeconds - adaptationSeconds),
  };
}

/** Times that were summed in another order differ by less than a sample. */
const sampleOf = (seconds: number, samplingRateHz: number): number => Math.round(seconds * samplingRateHz);
