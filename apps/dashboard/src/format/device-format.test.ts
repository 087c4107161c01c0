import { expect, it } from 'vitest';
import { formatAbsence, formatWearer } from './device-format.ts';
import { formatTimeOfDay } from './time.ts';

it('says what the wearer does in words, and nothing where no device says it', () => {
  expect(formatWearer({ activity: 'still', posture: 'supine' })).toBe('Still, lying on the back');
  expect(formatWearer({ posture: 'left-side' })).toBe('Lying on the left');
  expect(formatWearer({ activity: 'walking' })).toBe('Walking');
  expect(formatWearer({ batteryPercent: 7 })).toBeUndefined();
});

it('says since when no signal can come', () => {
  const sinceMs = 1_780_000_000_000;
  const time = formatTimeOfDay(sinceMs * 1000);
  expect(formatAbsence({ kind: 'out-of-range', sinceMs })).toBe(`Out of range since ${time}`);
  expect(formatAbsence({ kind: 'not-worn', sinceMs })).toBe(`Device not worn since ${time}`);
});
