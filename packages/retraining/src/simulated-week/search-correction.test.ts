import { expect, it } from 'vitest';
import { compareCounts, type PatientCounts, type RateComparison } from '../replayed-alarms/compare-counts.ts';
import { chosenOn, worthOf } from './search-correction.ts';

const counts = (ventricularFalse: number, alarmedEvents: number, trueAlarms = 10): PatientCounts => ({
  patient: 'ann',
  hours: 1,
  falseAlarms: ventricularFalse,
  soundingFalse: ventricularFalse,
  ventricularFalse,
  trueAlarms,
  events: 10,
  alarmedEvents,
});

/** Against a model with 4 false alarms an hour that finds 8 of 10 runs. */
const retrained = (after: PatientCounts): RateComparison => compareCounts([counts(4, 8)], [[after]]);

it('is the share of false alarms that is spared and of missed runs that is found', () => {
  expect(worthOf(retrained(counts(3, 9)))).toBeCloseTo(0.25 + 0.5);
  expect(worthOf(retrained(counts(4, 8)))).toBe(0);
});

it.each([
  ['raises more false alarms', counts(5, 10)],
  ['finds fewer runs', counts(0, 7)],
  ['raises fewer true alarms', counts(0, 10, 9)],
])('is nothing for one that %s, whatever else it gains', (_, after) => {
  expect(worthOf(retrained(after))).toBeUndefined();
});

it('chooses for both data sets what is worse on neither', () => {
  const tried = [
    { comparisons: { mitdb: retrained(counts(5, 10)), svdb: retrained(counts(0, 10)) } },
    { comparisons: { mitdb: retrained(counts(4, 9)), svdb: retrained(counts(3, 8)) } },
    { comparisons: { mitdb: retrained(counts(4, 8)), svdb: retrained(counts(4, 8)) } },
  ];
  expect(chosenOn(tried, ['mitdb'])).toBe(1);
  expect(chosenOn(tried, ['svdb'])).toBe(0);
  expect(chosenOn(tried, ['mitdb', 'svdb'])).toBe(1);
  expect(chosenOn(tried.slice(0, 1), ['mitdb', 'svdb'])).toBeUndefined();
});
