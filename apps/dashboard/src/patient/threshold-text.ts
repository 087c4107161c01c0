import { thresholdLimits } from '@beatwatch/live-protocol';

/** Threshold from user input with decimal point or comma; undefined if it is not a number within the limits. */
export function readThreshold(text: string): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  const given = text.trim() !== '' && Number.isFinite(value);
  return given && value >= thresholdLimits.min && value <= thresholdLimits.max ? value : undefined;
}

/** Quantile of scores in any order, by nearest rank; undefined without scores. */
export function quantile(scores: readonly number[], share: number): number | undefined {
  const sorted = [...scores].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}

/** Share of scores above a threshold, NaN without scores. */
export const shareAbove = (scores: readonly number[], threshold: number): number =>
  scores.filter((score) => score > threshold).length / scores.length;
