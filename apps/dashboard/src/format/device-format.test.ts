import { expect, it } from 'vitest';
import { formatAbsence, formatWearer } from './device-format.ts';
import { english } from '../texts/english/english.ts';
import { formatTimeOfDay } from './time.ts';

it('says what the wearer does in words, and nothing where no device says it', () => {
  expect(formatWearer(english, { activity: 'still', posture: 'supine' })).toBe('Still, lying on the back');
  expect(formatWearer(english, { posture: 'left-side' })).toBe('Lying on the left');
  expect(formatWearer(english, { activity: 'walking' })).toBe('Walking');
  expect(formatWearer(english, { batteryPercent: 7 })).toBeUndefined();
});

it('says since when no signal can come', () => {
  const sinceMs = 1_780_000_000_000;
  const time = formatTimeOfDay(sinceMs * 1000);
  expect(formatAbsence(english, { kind: 'out-of-range', sinceMs })).toBe(`Out of range since ${time}`);
  expect(formatAbsence(english, { kind: 'not-worn', sinceMs })).toBe(`Device not worn since ${time}`);
});
