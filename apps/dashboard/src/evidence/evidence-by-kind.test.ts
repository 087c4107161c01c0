import { patientId } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import type { LimitsResponse, WaveformResponse } from '../server/responses.ts';
import { rateLimitBpm, rateSeries } from './rate-series.ts';
import { runLength } from './run-length.ts';

const patient = patientId('p-1');
const beat = (atS: number, ventricular = false): WaveformResponse['scores'][number] => ({
  patientId: patient,
  beatTimeUs: atS * 1e6,
  rrIntervalMs: 500,
  anomalyScore: 1,
  anomalous: false,
  ventricular,
});

it('gives the rate of each beat once, though two leads judged it', () => {
  expect(rateSeries([beat(1), beat(1.04), beat(1.5)])).toEqual([
    { timeUs: 1e6, bpm: 120 },
    { timeUs: 1.5e6, bpm: 120 },
  ]);
});

it('tells how long a run was in the end, not what raised it', () => {
  const scores = [1, 2, 3, 4, 5, 6, 7].map((second) => beat(second, second > 2 && second < 7));
  expect(runLength(scores, { beatTimesUs: [3e6, 4e6, 5e6] })).toEqual({ beats: 4, seconds: 3 });
  expect(runLength(scores.slice(0, 5), { beatTimesUs: [3.03e6] })).toEqual({ beats: 3, seconds: 2 });
  expect(runLength(scores, { beatTimesUs: [1e6, 2e6] })).toBeUndefined();
});

it('compares a rate with the limit that was set when the alarm was raised', () => {
  const set = (timeUs: number, heartRateHighBpm: number): LimitsResponse['changes'][number] => ({
    patientId: patient,
    actor: 'Kim',
    timeUs,
    limits: { heartRateLowBpm: 50, heartRateHighBpm },
  });
  const limits = { own: set(9, 120).limits, changes: [set(9, 120), set(5, 110)] };
  expect(rateLimitBpm('extreme-tachycardia', limits, 10)).toBe(120);
  expect(rateLimitBpm('extreme-tachycardia', limits, 7)).toBe(110);
  expect(rateLimitBpm('extreme-tachycardia', limits, 3)).toBe(133);
  expect(rateLimitBpm('extreme-bradycardia', limits, 7)).toBe(50);
  expect(rateLimitBpm('pause', limits, 7)).toBeUndefined();
});
