import { expect, it } from 'vitest';
import { Pulses } from './pulses.ts';

it('keeps each pulse once and in order, for as long as it is asked to', () => {
  const pulses = new Pulses(40);
  pulses.add([3e6, 4e6]);
  pulses.add([1e6, 3e6]);
  expect(pulses.timesUs).toEqual([1e6, 3e6, 4e6]);
  pulses.add([42e6]);
  expect(pulses.timesUs).toEqual([3e6, 4e6, 42e6]);
  pulses.add([]);
  expect(pulses.timesUs).toEqual([3e6, 4e6, 42e6]);
});
