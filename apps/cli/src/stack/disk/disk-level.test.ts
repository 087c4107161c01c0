import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiskLevel } from '@beatwatch/ingest';
import { diskLevel } from './disk-level.ts';

const gib = 2 ** 30;
const at = (freeBytes: number, totalBytes: number, before: DiskLevel = 'enough') =>
  diskLevel({ freeBytes, totalBytes }, before);

describe('the level of a disk', () => {
  it.each([
    [11, 'enough'],
    [9.9, 'low'],
    [4.9, 'low'],
    [1.9, 'short'],
    [0.4, 'full'],
  ])('of 100 GiB with %d GiB free is %s', (freeGib, level) => {
    expect(at(freeGib * gib, 100 * gib)).toBe(level);
  });

  it.each([
    [0.3, 'enough'],
    [0.2, 'low'],
    [0.1, 'short'],
    [0.05, 'full'],
  ])('of 1 GiB with %d GiB free is %s: the database needs some segments of its log', (freeGib, level) => {
    expect(at(freeGib * gib, gib)).toBe(level);
  });

  it('does not flicker at a limit', () => {
    expect(at(10.5 * gib, 100 * gib, 'low')).toBe('low');
    expect(at(11.5 * gib, 100 * gib, 'low')).toBe('enough');
    expect(at(2.1 * gib, 100 * gib, 'short')).toBe('short');
    expect(at(2.1 * gib, 100 * gib, 'low')).toBe('low');
  });

  it('never gets better with less space', () => {
    const order: DiskLevel[] = ['full', 'short', 'low', 'enough'];
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(...order),
        fc.integer({ min: 1, max: 5000 }),
        (a, b, before, totalGib) => {
          const [less, more] = [Math.min(a, b), Math.max(a, b)].map((share) =>
            order.indexOf(at(share * totalGib * gib, totalGib * gib, before)),
          ) as [number, number];
          expect(less).toBeLessThanOrEqual(more);
        },
      ),
    );
  });
});
