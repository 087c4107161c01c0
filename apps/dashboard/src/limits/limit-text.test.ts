import { describe, expect, it } from 'vitest';
import { english } from '../texts/english/english.ts';
import { formatLimitRange, formatLimits, readLimits, textsOf } from './limit-text.ts';

const ofWard = {
  profile: { profileId: 1, limits: { heartRateLowBpm: 50, heartRateHighBpm: 120 }, latching: {} },
};

describe('limits that people write', () => {
  it('are read with seconds, decimal point or comma; an empty field sets nothing', () => {
    expect(readLimits(english, { pauseMs: ' 2,5 ', asystoleMs: '3.5', ventricularRunBeats: '' }, {})).toEqual(
      {
        limits: { pauseMs: 2500, asystoleMs: 3500 },
      },
    );
  });

  it('have the other limit of the heart rate from the ward', () => {
    expect(readLimits(english, { heartRateHighBpm: '140' }, ofWard)).toEqual({
      limits: { heartRateLowBpm: 50, heartRateHighBpm: 140 },
    });
    expect(readLimits(english, { heartRateLowBpm: '60' }, {})).toEqual({
      limits: { heartRateLowBpm: 60, heartRateHighBpm: 133 },
    });
  });

  it('are refused with the range, or where they lie too close', () => {
    expect(readLimits(english, { pauseMs: '9' }, {})).toMatchObject({
      name: 'pauseMs',
      problem: 'Pause: 1.5 to 3 s.',
    });
    expect(readLimits(english, { heartRateLowBpm: '50.5' }, {})).toMatchObject({
      problem: 'Heart rate low: 25 to 90 bpm, a whole number.',
    });
    expect(readLimits(english, { ventricularRunBeats: 'five' }, {})).toMatchObject({
      name: 'ventricularRunBeats',
    });
    expect(readLimits(english, { heartRateLowBpm: '85', heartRateHighBpm: '100' }, {})).toMatchObject({
      problem: 'The limits of the heart rate have to be 20 bpm or more apart: now 85 and 100.',
    });
    expect(readLimits(english, { heartRateHighBpm: '65' }, ofWard)).toMatchObject({
      name: 'heartRateHighBpm',
    });
  });

  it('come back as they were written', () => {
    const limits = { heartRateLowBpm: 50, heartRateHighBpm: 140, pauseMs: 2500, ectopicBeatsPerMinute: 20 };
    expect(readLimits(english, textsOf(english, limits), {})).toEqual({ limits });
    expect(formatLimitRange(english, 'asystoleMs')).toBe('3 to 8 s');
    expect(formatLimits(english, { own: limits })).toMatch(
      /^heart rate 50 to 140 bpm · pause from 2.5 s · asystole from 4 s/,
    );
  });
});
