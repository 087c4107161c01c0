import { quantise } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { leadOf, leadSeconds } from './recording.ts';

describe('leadOf', () => {
  const recording = {
    name: 'r',
    leads: ['MLII', 'V5'].map((name) =>
      quantise({
        lead: name,
        samplingRateHz: 250,
        microvoltsPerValue: 5,
        pieces: [{ startSeconds: 0, values: [1, NaN, 1] }],
      }),
    ),
    annotations: [],
    notes: [],
    unusable: [],
    others: [],
    mustChoose: false,
  };

  it('finds a lead by name or place, the first by default', () => {
    expect([undefined, 'v5', '1', 1].map((choice) => leadOf(recording, choice).lead)).toEqual([
      'MLII',
      'V5',
      'V5',
      'V5',
    ]);
    expect(() => leadOf(recording, 'II')).toThrow('lead: found "II", expected one of 0 (MLII), 1 (V5) in r');
  });

  it('includes gaps in the duration', () => {
    expect(leadSeconds(recording.leads[0]!)).toBeCloseTo(3 / 250);
  });
});
