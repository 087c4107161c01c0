import { secondsOf, type EcgRecording } from '../../live-path/ecg-recording.ts';
import type { LiveBeat, LiveRun } from '../../live-path/live-run.ts';
import { matchPeaksOf } from '../../reference/peak-score.ts';
import type { ScoredBeat } from '../../ranking/beat-figures.ts';

/** The model adapts for this long; later beats are judged. */
const adaptationSeconds = 300;

/** Name of the live path among the detectors. */
export const liveDetector = 'live';

/** An anomaly score for each beat of the run, by detector. */
export type DetectorScores = Readonly<Record<string, ArrayLike<number>>>;

/** Number of beats during adaptation, at the start of the run. */
export const learnedCount = (beats: readonly LiveBeat[]): number =>
  beats.filter(({ seconds }) => seconds < adaptationSeconds).length;

export interface ScoredRun {
  readonly beats: readonly ScoredBeat[];
  /** Number of peaks without an annotated beat that were called anomalous. */
  readonly extraAnomalous: number;
  readonly judgedSeconds: number;
}

/** The judged beats of a run, each with its annotated class and the score of every detector. */
export function scoredRun(
  recording: EcgRecording,
  run: Pick<LiveRun, 'beats'>,
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

/** Times that were summed in different order differ by less than a sample. */
const sampleOf = (seconds: number, samplingRateHz: number): number => Math.round(seconds * samplingRateHz);
