import { describe, expect, it } from 'vitest';
import { slopePerHour } from './slope.ts';
import { judge, type Series } from './verdict.ts';

const line = (perHour: number, start = 100) =>
  Array.from({ length: 61 }, (_, index) => ({ seconds: index * 60, value: start + (perHour * index) / 60 }));

describe('slopePerHour', () => {
  it('is the slope of a line, per hour', () => {
    expect(slopePerHour(line(12))).toBeCloseTo(12, 9);
    expect(slopePerHour(line(-3))).toBeCloseTo(-3, 9);
  });

  it('leaves out the time in which caches are filled', () => {
    const filling = line(0).map(({ seconds, value }) => ({
      seconds,
      value: value + Math.min(seconds, 1700),
    }));
    expect(slopePerHour(filling)).toBeCloseTo(0, 6);
    expect(slopePerHour(filling, 1)).toBeGreaterThan(100);
  });

  it('is 0 for too few samples', () => {
    expect(slopePerHour([])).toBe(0);
    expect(slopePerHour(line(5).slice(0, 2))).toBe(0);
  });
});

describe('judge', () => {
  const memory = (perHour: number): Series => ({
    part: 'scorer',
    what: 'memory',
    unit: 'MiB',
    samples: line(perHour),
  });

  it('lets a level value pass, and a leak fail with the time until it is out of room', () => {
    expect(judge(memory(0.5), 10_000)).toMatchObject({ isGood: true });
    const leak = judge(memory(600), 1000);
    expect(leak).toMatchObject({ isGood: false, last: 700 });
    expect(leak.hoursLeft).toBeCloseTo(1000 / 600, 2);
  });

  it('lets a disk fill as long as it lasts for days', () => {
    const disk: Series = { part: 'data folder', what: 'disk', unit: 'MiB', samples: line(600) };
    expect(judge(disk, 600 * 24 * 30)).toMatchObject({ isGood: true });
    expect(judge(disk, 600 * 24)).toMatchObject({ isGood: false });
  });
});
