import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverHoles, holesBefore, isInHole, openHole, type TimeHoles } from './time-holes.ts';

describe('time holes', () => {
  it('match a plain list of all times without signal', () => {
    const segment = fc.record({
      open: fc.boolean(),
      from: fc.nat(200),
      length: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 30 }), (segments) => {
        const holes: TimeHoles = holesBefore(50);
        const isOpen = Array.from({ length: 230 }, (_, time) => time < 50);
        for (const { open, from, length } of segments) {
          if (open) openHole(holes, from, from + length);
          else coverHoles(holes, from, from + length, 1);
          isOpen.fill(open, from, from + length);
          expect(isOpen.map((_, time) => isInHole(holes, time))).toEqual(isOpen);
          expect(holes.flat()).toEqual(holes.flat().toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('ignore remainders shorter than rounding and drop the shortest beyond 32', () => {
    const holes = holesBefore(1000);
    coverHoles(holes, 3, 995, 10);
    expect(holes).toEqual([]);
    for (let index = 1; index <= 40; index += 1) openHole(holes, index * 1000, index * 1000 + index);
    expect(holes).toHaveLength(32);
    expect(holes[0]).toEqual([9000, 9009]);
  });
});
