import { alarmFigures, type AlarmFigures } from '../../alarm-outcomes/alarm-figures.ts';
import { peakFigures, sumCounts } from '../../reference/peak-score.ts';
import {
  rankingFigures,
  thresholdFigures,
  type RankingFigures,
  type ThresholdFigures,
} from '../../ranking/beat-figures.ts';
import type { RecordOutcome } from './record-outcome.ts';
import { liveDetector } from './scored-beats.ts';

/** The figures of one record, or of several together. Shares in [0, 1]. */
export interface MitdbFigures extends RankingFigures, ThresholdFigures, AlarmFigures {
  readonly rPeakSensitivity?: number;
  readonly rPeakPositivePredictivity?: number;
  /** Number of beats found after adaptation, by AAMI class. */
  readonly judgedBeats: Readonly<Record<string, number>>;
  /** Share of the time whose signal is too poor to judge. */
  readonly unusableShare: number;
  /** Share of the noisy time in which a technical alarm was active; absent without noise. */
  readonly noisyTechnicalShare?: number;
}

export function mitdbFigures(outcomes: readonly RecordOutcome[]): MitdbFigures {
  const { sensitivity, positivePredictivity } = peakFigures(sumCounts(outcomes.map(({ rPeaks }) => rPeaks)));
  const beats = outcomes.map(({ scoredBeats }) => scoredBeats);
  const sum = (valueOf: (outcome: RecordOutcome) => number): number =>
    outcomes.reduce((total, outcome) => total + valueOf(outcome), 0);
  const noisySeconds = sum((outcome) => outcome.noisySeconds);
  const { aurocVMedian, aurocSMedian, ...ranking } = rankingFigures(beats, liveDetector);
  return {
    ...(sensitivity !== undefined && { rPeakSensitivity: sensitivity }),
    ...(positivePredictivity !== undefined && { rPeakPositivePredictivity: positivePredictivity }),
    ...ranking,
    ...(outcomes.length > 1 && {
      ...(aurocVMedian !== undefined && { aurocVMedian }),
      ...(aurocSMedian !== undefined && { aurocSMedian }),
    }),
    ...thresholdFigures(
      beats.flat(),
      sum(({ extraAnomalous }) => extraAnomalous),
      sum(({ judgedSeconds }) => judgedSeconds) / 3600,
    ),
    ...alarmFigures(outcomes),
    judgedBeats: countsByClass(outcomes),
    unusableShare: sum(({ unusableSeconds }) => unusableSeconds) / sum(({ recordSeconds }) => recordSeconds),
    ...(noisySeconds > 0 && {
      noisyTechnicalShare: sum(({ noisyTechnicalSeconds }) => noisyTechnicalSeconds) / noisySeconds,
    }),
  };
}

function countsByClass(outcomes: readonly RecordOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { aamiClass } of outcomes.flatMap(({ scoredBeats }) => scoredBeats)) {
    counts[aamiClass] = (counts[aamiClass] ?? 0) + 1;
  }
  return counts;
}

/** An event without an alarm in time. */
export interface MissedEvent {
  readonly record: string;
  readonly kind: string;
  readonly onsetSeconds: number;
  readonly beats?: number;
}

export const missedEvents = (outcomes: readonly RecordOutcome[]): MissedEvent[] =>
  outcomes.flatMap(({ name, events }) =>
    events
      .filter(({ secondsToAlarm }) => secondsToAlarm === undefined)
      .map(({ kind, onsetSeconds, beats }) => ({
        record: name,
        kind,
        onsetSeconds,
        ...(beats !== undefined && { beats }),
      })),
  );

/** A clinical alarm whose claim does not hold by the annotations. */
export interface FalseAlarm {
  readonly record: string;
  readonly kind: string;
  readonly seconds: number;
}

export const falseAlarms = (outcomes: readonly RecordOutcome[]): FalseAlarm[] =>
  outcomes.flatMap(({ name, falseAlarms: alarms }) =>
    alarms.map(({ kind, seconds }) => ({ record: name, kind, seconds })),
  );
