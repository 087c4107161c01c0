import { thresholdLimits } from '@beatwatch/live-protocol';

/** The number that a person typed, with a point or a comma; undefined where it is none or out of bounds. */
export function readThreshold(text: string): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  const given = text.trim() !== '' && Number.isFinite(value);
  return given && value >= thresholdLimits.min && value <= thresholdLimits.max ? value : undefined;
}

/** Of losses in any order, one or more; nearest rank. */
export function quantile(losses: readonly number[], share: number): number | undefined {
  const sorted = [...losses].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}

export const shareAbove = (losses: readonly number[], threshold: number): number =>
  losses.filter((loss) => loss > threshold).length / losses.length;
