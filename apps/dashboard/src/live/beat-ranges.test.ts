import { expect, it } from 'vitest';
import { isTrusted, anomalousRanges } from './beat-ranges.ts';

const beat = (second: number, anomalous = true) => ({
  beatTimeUs: second * 1e6,
  rrIntervalMs: 800,
  anomalous,
});

it('shows anomalous beats from before their R peak to before the next', () => {
  expect(anomalousRanges([beat(1), beat(1.8, false), beat(2.6)], [])).toEqual([
    { fromUs: 0.9e6, toUs: 1.7e6 },
    { fromUs: 2.5e6, toUs: 3.3e6 },
  ]);
});

it('shows none in poor signal, which is a technical state', () => {
  const poor = [{ timeUs: 3e6, endTimeUs: 4e6 }];
  expect([2.2, 2.3, 3.9, 4].map((second) => isTrusted(beat(second), poor))).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect(anomalousRanges([beat(1), beat(3.2)], poor)).toHaveLength(1);
});
