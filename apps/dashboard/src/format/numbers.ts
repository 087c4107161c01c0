import type { Texts } from '../texts/texts.ts';

/** Number with a fixed number of decimals, written as the language does. */
export const formatDecimal = (t: Pick<Texts, 'decimalMark'>, value: number, digits: number): string =>
  value.toFixed(digits).replace('.', t.decimalMark);

/** Number with the decimals that it has. */
export const formatNumber = (t: Pick<Texts, 'decimalMark'>, value: number): string =>
  String(value).replace('.', t.decimalMark);

/** Anomaly score or threshold with two or three significant digits, three decimals at most; a dash if unknown. */
export function formatScore(t: Texts, score: number | undefined): string {
  if (score === undefined) return '–';
  if (score >= 9.95) return formatDecimal(t, score, 0);
  if (score >= 0.95) return formatDecimal(t, score, 1);
  return formatDecimal(t, score, score >= 0.095 ? 2 : 3);
}

/** Share from 0 to 1 as a percentage, one decimal below 10 %; a dash if unknown. */
export const formatPercent = (t: Texts, share: number | undefined): string =>
  share === undefined ? '–' : `${formatDecimal(t, share * 100, share > 0 && share < 0.1 ? 1 : 0)} %`;
