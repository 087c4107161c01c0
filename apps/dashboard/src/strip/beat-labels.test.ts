import { describe, expect, it } from 'vitest';
import { beatLabels } from './beat-labels.ts';

const beat = (second: number, beatClass?: 'N' | 'V' | 'U') => ({
  beatTimeUs: second * 1e6,
  rrIntervalMs: 800,
  ...(beatClass && { beatClass }),
});

describe('beatLabels', () => {
  it('labels beats that are not normal', () => {
    expect(beatLabels([beat(1, 'N'), beat(2, 'V'), beat(3), beat(4, 'U')], [])).toEqual([
      { timeUs: 2e6, text: 'V' },
      { timeUs: 4e6, text: '?' },
    ]);
  });

  it('labels a beat once that two leads have seen', () => {
    expect(beatLabels([beat(2, 'V'), beat(2.05, 'V'), beat(2.5, 'V')], [])).toHaveLength(2);
  });

  it('labels nothing in poor signal', () => {
    expect(beatLabels([beat(2, 'V')], [{ timeUs: 2e6, endTimeUs: 3e6 }])).toEqual([]);
  });
});
