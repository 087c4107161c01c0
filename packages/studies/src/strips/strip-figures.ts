import { ecgStrips, type Figure } from '@beatwatch/report';

/** A figure of ECG strips, or nothing without strips. */
export const stripFigures = (figure: Parameters<typeof ecgStrips>[0]): Figure[] =>
  figure.strips.length === 0 ? [] : [ecgStrips(figure)];
