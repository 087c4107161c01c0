import type { AamiClass } from '@beatwatch/recordings';
import { areaUnderRoc } from '@beatwatch/model-core';
import { median } from '@beatwatch/statistics';

/** A judged beat: found within 150 ms of an annotation, after the minutes of adaptation. */
export interface ScoredBeat {
  readonly seconds: number;
  readonly aamiClass: AamiClass;
  /** Anomaly scores by detector; higher is more anomalous. */
  readonly scores: Readonly<Record<string, number>>;
  /** Decided by the live path at its own threshold. */
  readonly anomalous: boolean;
}

/** Names of the scores that rank beats of class V and of class S above normal ones. */
export interface Detector {
  readonly V: string;
  readonly S: string;
}

/** How well a detector separates ectopic beats from normal ones; in [0, 1], absent if there are no beats of a class. */
export interface RankingFigures {
  readonly aurocV?: number;
  /** Over records with at least ten beats of both kinds. */
  readonly aurocVMedian?: number;
  readonly aurocS?: number;
  readonly aurocSMedian?: number;
}

/** Beats of each class that a record needs to be part of a median. */
const leastBeats = 10;

/**
 * @param records the judged beats of each record
 * @param detector its scores, or the name of one that ranks both classes
 */
export function rankingFigures(
  records: readonly (readonly ScoredBeat[])[],
  detector: Detector | string,
): RankingFigures {
  const name = typeof detector === 'string' ? { V: detector, S: detector } : detector;
  const v = aurocOf(records.flat(), name.V, 'V');
  const s = aurocOf(records.flat(), name.S, 'S');
  const vMedian = medianAuroc(records, name.V, 'V');
  const sMedian = medianAuroc(records, name.S, 'S');
  return {
    ...(v !== undefined && { aurocV: v }),
    ...(vMedian !== undefined && { aurocVMedian: vMedian }),
    ...(s !== undefined && { aurocS: s }),
    ...(sMedian !== undefined && { aurocSMedian: sMedian }),
  };
}

/** Of one class against class N; undefined if either has no beats. */
function aurocOf(beats: readonly ScoredBeat[], score: string, positive: AamiClass): number | undefined {
  const judged = beats.filter(({ aamiClass }) => aamiClass === positive || aamiClass === 'N');
  const area = areaUnderRoc({
    scores: judged.map(({ scores }) => scores[score] ?? Number.NaN),
    positive: judged.map(({ aamiClass }) => aamiClass === positive),
  });
  return Number.isNaN(area) ? undefined : area;
}

function medianAuroc(
  records: readonly (readonly ScoredBeat[])[],
  score: string,
  positive: AamiClass,
): number | undefined {
  const enough = records.filter((beats) =>
    [positive, 'N'].every((kind) => beats.filter(({ aamiClass }) => aamiClass === kind).length >= leastBeats),
  );
  return medianIfAny(enough.flatMap((beats) => aurocOf(beats, score, positive) ?? []));
}

/** Median; `undefined` of no values. */
export const medianIfAny = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : median(values);

/** Figures at the live path's own threshold, which is learned without labels. */
export interface ThresholdFigures {
  readonly sensitivityV?: number;
  readonly sensitivityS?: number;
  readonly sensitivityF?: number;
  readonly specificity?: number;
  /** Normal beats and false peaks that were called anomalous, per hour after adaptation. */
  readonly falsePositivesPerHour?: number;
}

/**
 * @param extraAnomalous number of peaks without an annotated beat that were called anomalous
 * @param hours judged time
 */
export function thresholdFigures(
  beats: readonly ScoredBeat[],
  extraAnomalous: number,
  hours: number,
): ThresholdFigures {
  const flagged = (kind: AamiClass): number | undefined => {
    const members = beats.filter(({ aamiClass }) => aamiClass === kind);
    if (members.length === 0) return undefined;
    return members.filter(({ anomalous }) => anomalous).length / members.length;
  };
  const [v, s, f, n] = [flagged('V'), flagged('S'), flagged('F'), flagged('N')];
  const wrong = beats.filter(({ aamiClass, anomalous }) => aamiClass === 'N' && anomalous).length;
  return {
    ...(v !== undefined && { sensitivityV: v }),
    ...(s !== undefined && { sensitivityS: s }),
    ...(f !== undefined && { sensitivityF: f }),
    ...(n !== undefined && { specificity: 1 - n }),
    ...(hours > 0 && { falsePositivesPerHour: (wrong + extraAnomalous) / hours }),
  };
}
