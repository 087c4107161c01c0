import { expect, it } from 'vitest';
import { formatSpan, formatTimes } from './episode-format.ts';
import { english } from '../texts/english/english.ts';
import { formatTimeOfDay } from './time.ts';

const evidence = { beatTimesUs: [], anomalyScores: [], fromUs: 0, toUs: 5e6 };

it('says how often an alarm came, and when last, where it came more than once', () => {
  expect(formatTimes(english, { episodes: 13, lastStartUs: 9e6, evidence })).toBe(
    `13 times, last ${formatTimeOfDay(9e6)}`,
  );
  expect(formatTimes(english, { episodes: 1, lastStartUs: 9e6, evidence })).toBeUndefined();
  expect(formatTimes(english, { evidence })).toBeUndefined();
});

it('says from when to when an episode lasted, by the clock of who received it', () => {
  expect(formatSpan(english, { startUs: 5e6, evidence })).toBe(`${formatTimeOfDay(5e6)}, goes on`);
  const late = { ...evidence, arrivedUs: 3605e6 };
  expect(formatSpan(english, { startUs: 5e6, endUs: 12e6, evidence: late })).toBe(
    `${formatTimeOfDay(3605e6)} to ${formatTimeOfDay(3612e6)}`,
  );
});
