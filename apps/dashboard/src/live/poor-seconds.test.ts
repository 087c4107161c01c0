import type { PatientId } from '@beatwatch/contracts';
import type { LiveSecond } from '@beatwatch/live-protocol';
import { expect, it } from 'vitest';
import { PoorSeconds } from './poor-seconds.ts';

const second = (index: number, qualityIndex: number): LiveSecond => ({
  patientId: 'p1' as PatientId,
  lead: 'II',
  timeUs: index * 1e6,
  endTimeUs: (index + 1) * 1e6,
  qualityIndex,
  faults: [],
});
const poorOf = (seconds: PoorSeconds): number[] => seconds.all.map(({ timeUs }) => timeUs / 1e6);

it('keeps the poor seconds once and in order for as long as the strip shows them', () => {
  const seconds = new PoorSeconds(10);
  [second(3, 0.1), second(1, 0.4), second(2, 0.9), second(3, 0.1), second(4, 0.5)].forEach((each) => {
    seconds.add(each);
  });
  expect(poorOf(seconds)).toEqual([1, 3]);
  seconds.add(second(12, 0.2));
  expect(poorOf(seconds)).toEqual([3, 12]);
  for (let index = 13; index < 40; index += 1) seconds.add(second(index, 1));
  expect(poorOf(seconds)).toEqual([]);
});

it('forgets all seconds when cleared after the clock was set back', () => {
  const seconds = new PoorSeconds(10);
  seconds.add(second(5, 0));
  seconds.clear();
  expect(poorOf(seconds)).toEqual([]);
});
