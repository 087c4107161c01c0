import {
  alarmFigures,
  alarmIntervals,
  type AlarmFigures,
  type AlarmIntervals,
} from '../../alarm-outcomes/alarm-figures.ts';
import type { AamiClass } from '@beatwatch/recordings';
import { classFigures, confusionOf, type ClassFigures, type Confusion } from '../../ranking/class-figures.ts';
import { peakFigures, sumCounts } from '../../reference/peak-score.ts';
import {
  rankingFigures,
  thresholdFigures,
  type RankingFigures,
  type ThresholdFigures,
} from '../../ranking/beat-figures.ts';
import type { LeadOutcome, RecordOutcome } from './record-outcome.ts';
import { liveDetector } from './scored-beats.ts';

/** How well the beats of one lead, or of all together, are found and classed. Shares in [0, 1]. */
export interface LeadFigures extends RankingFigures {
  readonly rPeakSensitivity?: number;
  readonly rPeakPositivePredictivity?: number;
  /** At the live path's own decision, by AAMI class. */
  readonly classes: Readonly<Partial<Record<AamiClass, ClassFigures>>>;
  readonly confusion: Confusion;
}

/** The figures of one record, or of several together. */
export interface BeatsFigures extends LeadFigures, ThresholdFigures, AlarmFigures {
  /** 95 % intervals over patients; absent of one record. */
  readonly intervals?: AlarmIntervals;
  /** Number of beats found after adaptation, by AAMI class. */
  readonly judgedBeats: Readonly<Record<string, number>>;
  /** Share of the time whose signal is too poor to judge. */
  readonly unusableShare: number;
  /** Share of the noisy time in which a technical alarm was active; absent without noise. */
  readonly noisyTechnicalShare?: number;
}

export function leadFigures(outcomes: readonly LeadOutcome[]): LeadFigures {
  const { sensitivity, positivePredictivity } = peakFigures(sumCounts(outcomes.map(({ rPeaks }) => rPeaks)));
  const { aurocVMedian, aurocSMedian, ...ranking } = rankingFigures(
    outcomes.map(({ scoredBeats }) => scoredBeats),
    liveDetector,
  );
  const confusion = confusionOf(outcomes.flatMap(({ classPairs }) => classPairs));
  return {
    ...(sensitivity !== undefined && { rPeakSensitivity: sensitivity }),
    ...(positivePredictivity !== undefined && { rPeakPositivePredictivity: positivePredictivity }),
    ...ranking,
    ...(outcomes.length > 1 && {
      ...(aurocVMedian !== undefined && { aurocVMedian }),
      ...(aurocSMedian !== undefined && { aurocSMedian }),
    }),
    classes: classFigures(confusion),
    confusion,
  };
}

export function beatsFigures(outcomes: readonly RecordOutcome[]): BeatsFigures {
  const sum = (valueOf: (outcome: RecordOutcome) => number): number =>
    outcomes.reduce((total, outcome) => total + valueOf(outcome), 0);
  const noisySeconds = sum((outcome) => outcome.noisySeconds);
  return {
    ...leadFigures(outcomes),
    ...thresholdFigures(
      outcomes.flatMap(({ scoredBeats }) => scoredBeats),
      sum(({ extraAnomalous }) => extraAnomalous),
      sum(({ judgedSeconds }) => judgedSeconds) / 3600,
    ),
    ...alarmFigures(outcomes),
    ...(outcomes.length > 1 && { intervals: alarmIntervals(outcomes) }),
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
