import type { PairedFigures } from '@beatwatch/retraining';

/** Rows of a table: a figure of two models, of each and their difference, with its interval. */
export const figureRows = ({ champion, challenger, difference }: PairedFigures): string[][] =>
  Object.entries(difference).map(([name, { estimate, interval }]) => [
    name,
    champion[name as keyof typeof champion]?.toFixed(4) ?? '',
    challenger[name as keyof typeof challenger]?.toFixed(4) ?? '',
    estimate.toFixed(4),
    `[${interval.map((bound) => bound.toFixed(4)).join(', ')}]`,
  ]);
