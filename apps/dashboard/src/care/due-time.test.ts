import { expect, it } from 'vitest';
import { nextTimeOfDay } from './due-time.ts';

const at = (day: number, hour: number, minute: number): number =>
  new Date(2026, 10, day, hour, minute).getTime();

it.each([
  ['23:30', at(30, 23, 30)],
  ['22:00', at(31, 22, 0)],
  ['06:05', at(31, 6, 5)],
  ['6:05', undefined],
  ['24:00', undefined],
  ['', undefined],
] as const)('a task until %s, written at 22:00, is due at %s', (time, dueMs) => {
  expect(nextTimeOfDay(time, at(30, 22, 0))).toBe(dueMs);
});
