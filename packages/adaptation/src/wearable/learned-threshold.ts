import { madToSigma, median, medianAbsoluteDeviation } from '@beatwatch/statistics';
import type { PatientThreshold } from '../patient-threshold.ts';

/** Anomaly scores of the patient's own last beats, logarithms, oldest first: plain data. */
export type OwnScores = Float32Array;

export const noScores: OwnScores = new Float32Array();

/** Beats that a threshold is learned from at most, and at least: half a minute at rest. */
const mostScores = 96;
const fewestScores = 40;
/** Beats after which a threshold is renewed. */
export const renewedAfter = 16;
/** Distance of a threshold from the median of the log score, robust standard deviations. */
const deviations = 4;
/** Bounds of a threshold, times the usual reconstruction loss. */
const lowest = 1.8;
const highest = 3;

export function withScore(scores: OwnScores, score: number): OwnScores {
  const kept = scores.subarray(Math.max(0, scores.length + 1 - mostScores));
  const all = new Float32Array(kept.length + 1);
  all.set(kept);
  all[kept.length] = Math.log(score);
  return all;
}

/**
 * Threshold from a patient's own beats: some robust standard deviations of their log score above the median
 * (Rousseeuw & Croux 1993, doi:10.1080/01621459.1993.10476408), within bounds.
 * @returns undefined where there are fewer than 40 scores
 */
export function learnedThreshold(scores: OwnScores): PatientThreshold | undefined {
  if (scores.length < fewestScores) return undefined;
  const logs = [...scores];
  const middle = median(logs);
  const distance = deviations * madToSigma * medianAbsoluteDeviation(logs, middle);
  const threshold = Math.min(highest, Math.max(lowest, Math.exp(middle + distance)));
  return { threshold, clearThreshold: Math.sqrt(threshold) };
}
