import { expect, it } from 'vitest';
import { signalSegments } from './signal-segments.ts';

it('joins neighbours, and leaves out short gaps and clocks that were set back', () => {
  const segments = signalSegments({
    bucketUs: 1e6,
    poor: [10e6, 11e6, 13e6].map((timeUs) => ({ timeUs, seconds: 1 })),
    gaps: [
      { fromUs: 20e6, toUs: 40e6, reason: 'gap' },
      { fromUs: 50e6, toUs: 50.3e6, reason: 'gap' },
      { fromUs: 60e6, toUs: 30e6, reason: 'clock-jump' },
    ],
    lateMinutesUs: [120e6, 180e6],
  });
  expect(segments.map(({ fromSeconds, toSeconds, kind }) => `${kind} ${fromSeconds} ${toSeconds}`)).toEqual([
    'poor 10 12',
    'poor 13 14',
    'gap 20 40',
    'late 120 240',
  ]);
});
