import type { AamiClass } from '@beatwatch/recordings';
import { secondsOf, type EcgRecording } from '../../live-path/ecg-recording.ts';
import type { LiveBeat } from '../../live-path/live-run.ts';
import { aamiOf, type ClassPair } from '../../ranking/class-figures.ts';
import type { Detector, ScoredBeat } from '../../ranking/beat-figures.ts';
import { matchPeaksOf } from '../../reference/peak-score.ts';
import { logOdds, type DecidedBeat } from '../../ranking/joint-beats.ts';

/** The model adapts for this long; later beats are judged. */
const adaptationSeconds = 300;

/** Name of the live path's anomaly score among the scores. */
export const anomalyScoreName = 'anomalyScore';

/** The live path's log odds of a class against N; its anomaly score before any beat has classes. */
export const liveDetector: Detector = { V: 'liveV', S: 'liveS' };

/** Whether a score ranks beats by the live path's own decision. */
export const isLiveScore = (name: string): boolean => name === liveDetector.V || name === liveDetector.S;

/** A score for each beat, by its name. */
export type DetectorScores = Readonly<Record<string, ArrayLike<number>>>;

/** Number of beats during adaptation, at the start of the run. */
export const learnedCount = (beats: readonly LiveBeat[]): number =>
  beats.filter(({ seconds }) => seconds < adaptationSeconds).length;

export interface ScoredRun {
  readonly beats: readonly ScoredBeat[];
  /** Every judged beat and peak: its annotated and its decided class. */
  readonly classPairs: readonly ClassPair[];
  /** Number of peaks without an annotated beat that were called anomalous. */
  readonly extraAnomalous: number;
  readonly judgedSeconds: number;
}

/**
 * The judged beats of a run, each with its annotated class and every score.
 * @param others scores of other detectors, in the order of the beats
 */
export function scoredRun(
  recording: EcgRecording,
  decided: readonly DecidedBeat[],
  others: DetectorScores = {},
): ScoredRun {
  const { annotations, samplingRateHz } = recording;
  const recordSeconds = secondsOf(recording);
  const indexAt = new Map(decided.map(({ seconds }, index) => [sampleOf(seconds, samplingRateHz), index]));
  const beatAt = (seconds: number): DecidedBeat | undefined =>
    decided[indexAt.get(sampleOf(seconds, samplingRateHz)) ?? -1];
  const { matched, missed, extra } = matchPeaksOf(
    decided.map(({ seconds }) => seconds),
    {
      annotations,
      samplingRateHz,
      recordSeconds,
      within: [{ from: adaptationSeconds, to: Number.POSITIVE_INFINITY }],
    },
  );
  const hasClasses = decided.some(({ classProbabilities }) => classProbabilities !== undefined);
  const names = Object.keys(others);
  const beats = matched.flatMap(({ seconds, annotated: { aamiClass } }): ScoredBeat[] => {
    const index = indexAt.get(sampleOf(seconds, samplingRateHz));
    const beat = index === undefined ? undefined : decided[index];
    if (index === undefined || beat === undefined) return [];
    const { anomalyScore, anomalous } = beat;
    const scores = {
      [liveDetector.V]: hasClasses ? logOdds(beat, 'V') : anomalyScore,
      [liveDetector.S]: hasClasses ? logOdds(beat, 'S') : anomalyScore,
      [anomalyScoreName]: anomalyScore,
      ...Object.fromEntries(names.map((name) => [name, others[name]?.[index] ?? Number.NaN])),
    };
    return [{ seconds, aamiClass, scores, anomalous }];
  });
  const pairs = matched.map(({ seconds, annotated: { aamiClass } }): ClassPair => {
    const beat = beatAt(seconds);
    return { annotated: aamiClass, decided: beat === undefined ? 'missed' : classOf(beat) };
  });
  const extraBeats = extra.flatMap((seconds) => beatAt(seconds) ?? []);
  return {
    beats,
    classPairs: [
      ...pairs,
      ...missed.map(({ aamiClass }): ClassPair => ({ annotated: aamiClass, decided: 'missed' })),
      ...extraBeats.map((beat): ClassPair => ({ annotated: 'none', decided: classOf(beat) })),
    ],
    extraAnomalous: extraBeats.filter(({ anomalous }) => anomalous).length,
    judgedSeconds: Math.max(0, recordSeconds - adaptationSeconds),
  };
}

/** The class that the live path decided for; without classes, V where the shape is ventricular. */
const classOf = ({ beatClass, ventricular }: DecidedBeat): AamiClass =>
  beatClass === undefined ? (ventricular ? 'V' : 'N') : aamiOf(beatClass);

/** Times that were summed in different order differ by less than a sample. */
const sampleOf = (seconds: number, samplingRateHz: number): number => Math.round(seconds * samplingRateHz);
