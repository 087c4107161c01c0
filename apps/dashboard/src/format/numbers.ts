/** Anomaly score or threshold with two or three significant digits, three decimals at most; a dash if unknown. */
export function formatScore(score: number | undefined): string {
  if (score === undefined) return '–';
  if (score >= 9.95) return score.toFixed(0);
  if (score >= 0.95) return score.toFixed(1);
  return score >= 0.095 ? score.toFixed(2) : score.toFixed(3);
}

/** Share from 0 to 1 as a percentage, one decimal below 10 %; a dash if unknown. */
export const formatPercent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

/** Number with its noun: `1 alarm`, `2 alarms`. */
export const formatCount = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
