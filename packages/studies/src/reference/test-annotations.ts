import type { WfdbAnnotation } from '@beatwatch/recordings';

export const rateHz = 100;

/** Annotations one second apart from 1 s on, one for each letter; a space skips a second. */
export const annotationsOf = (symbols: string): WfdbAnnotation[] =>
  Array.from(symbols).flatMap((symbol, index) =>
    symbol === ' ' ? [] : [{ sample: (index + 1) * rateHz, symbol, subtype: 0, channel: 0, number: 0 }],
  );
