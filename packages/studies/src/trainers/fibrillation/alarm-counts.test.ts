import { describe, expect, it } from 'vitest';
import { countAlarms } from './alarm-counts.ts';
import type { DescribedRecording } from './described-recording.ts';

/** Seconds written as `.` and, where the index is high, `x`. */
const high = (text: string): boolean[] => Array.from(text, (letter) => letter === 'x');

const recording = (length: number, onset?: number, end = length): DescribedRecording => ({
  dataSet: 'cudb',
  record: 'cu99',
  group: 'cudb',
  seconds: Array.from({ length }, () => ({})),
  fibrillations:
    onset === undefined ? [] : [{ kind: 'ventricular-fibrillation', onsetSeconds: onset, endSeconds: end }],
  tachycardias: [],
});

describe('the alarm of fibrillation alone', () => {
  it('needs three consecutive seconds, and counts once until five low ones', () => {
    const counted = (text: string): number => countAlarms(recording(text.length), high(text)).falseAlarms;
    expect(counted('..xx.xx.xx..')).toBe(0);
    expect(counted('..xxx.......')).toBe(1);
    expect(counted('..xxx....xxx')).toBe(1);
    expect(counted('..xxx.....xxx')).toBe(2);
  });

  it('covers an onset if it is active at it or raised within 10 s', () => {
    const alarmed = (text: string, onset: number): number =>
      countAlarms(recording(text.length, onset), high(text)).alarmedWithin10s;
    expect(alarmed(`${'.'.repeat(20)}xxx...`, 15)).toBe(1);
    expect(alarmed(`${'.'.repeat(20)}xxx...`, 12)).toBe(0);
    expect(alarmed(`${'.'.repeat(20)}xxx${'.'.repeat(9)}`, 26)).toBe(1);
    expect(alarmed(`${'.'.repeat(20)}xxx${'.'.repeat(20)}`, 30)).toBe(0);
  });

  it('is false only outside fibrillation, the 10 s before it and annotated tachycardia', () => {
    const text = `${'.'.repeat(20)}xxx${'.'.repeat(40)}`;
    expect(countAlarms(recording(63, 30), high(text)).falseAlarms).toBe(0);
    expect(countAlarms(recording(63, 40), high(text)).falseAlarms).toBe(1);
    expect(countAlarms({ ...recording(63), tachycardias: [[18, 24]] }, high(text)).falseAlarms).toBe(0);
  });

  it('excludes fibrillation from the hours', () => {
    expect(countAlarms(recording(3600, 1800), high('')).hours).toBe(0.5);
  });
});
