import { describe, expect, it } from 'vitest';
import { quietStateOf } from './quiet-state.ts';

const latestUs = 1.7e15;
const usual = { anomalous: false, ventricular: false, beatClass: 'N' } as const;
const early = { anomalous: true, ventricular: true, beatClass: 'V' } as const;
const odd = { ...usual, anomalous: true };
const repeat = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);
const poor = (...secondsAgo: number[]) => secondsAgo.map((ago) => ({ timeUs: latestUs - ago * 1e6 }));

describe('the quiet state of a patient without alarm', () => {
  it('is nothing while beats are usual, with a single other one among them', () => {
    expect(quietStateOf({ beats: [], poor: [], latestUs })).toBeUndefined();
    expect(quietStateOf({ beats: [], poor: [], latestUs, lowBatteryPercent: 0 })).toEqual({
      kind: 'battery',
      percent: 0,
    });
    expect(quietStateOf({ beats: [...repeat(30, usual), early], poor: [], latestUs })).toBeUndefined();
  });

  it('counts ectopic beats of the last 20, before anomalous ones', () => {
    const beats = [...repeat(9, early), ...repeat(15, usual), ...repeat(5, early)];
    expect(quietStateOf({ beats, poor: [], latestUs })).toEqual({ kind: 'ectopic', beats: 5, of: 20 });
    const few = [...repeat(5, usual), ...repeat(4, odd)];
    expect(quietStateOf({ beats: few, poor: [], latestUs })).toEqual({ kind: 'anomalous', beats: 4, of: 9 });
  });

  it('is unclear where two of the last seconds are poor, whatever the beats are', () => {
    const beats = repeat(20, early);
    expect(quietStateOf({ beats, poor: poor(1, 3), latestUs })).toEqual({ kind: 'unclear' });
    expect(quietStateOf({ beats, poor: poor(1, 20), latestUs })?.kind).toBe('ectopic');
  });
});
