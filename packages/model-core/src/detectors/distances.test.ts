import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { euclidean, nearest, shiftedDistance } from './distances.ts';

const sample = fc.float({ min: -5, max: 5, noNaN: true });
const beat = fc.array(sample, { minLength: 8, maxLength: 8 });

describe('nearest', () => {
  it('agrees with sorting all distances', () => {
    fc.assert(
      fc.property(
        beat,
        fc.array(beat, { minLength: 3, maxLength: 12 }),
        fc.integer({ min: 1, max: 3 }),
        (item, references, count) => {
          const sorted = references
            .map((reference, place) => ({ place, distance: euclidean(item, reference) }))
            .sort((a, b) => a.distance - b.distance || a.place - b.place)
            .slice(0, count);
          expect(nearest(item, references, { count, distance: euclidean })).toEqual({
            places: sorted.map(({ place }) => place),
            distances: sorted.map(({ distance }) => distance),
          });
        },
      ),
    );
  });

  it('omits the skipped place', () => {
    const { places } = nearest([0], [[0], [1], [2]], { count: 2, distance: euclidean, skip: 0 });
    expect(places).toEqual([1, 2]);
  });
});

describe('shiftedDistance', () => {
  it('is 0 for a beat shifted by up to the largest shift, and more beyond', () => {
    const wave = (moved: number) =>
      Array.from({ length: 40 }, (_, at) => Math.sin((at - moved) / 3) * (at - moved));
    expect(shiftedDistance(2)(wave(0), wave(2))).toBeCloseTo(0, 10);
    expect(shiftedDistance(2)(wave(0), wave(-2))).toBeCloseTo(0, 10);
    expect(shiftedDistance(1)(wave(0), wave(2))).toBeGreaterThan(1);
  });

  it('is symmetric, and without a shift the root mean square difference', () => {
    fc.assert(
      fc.property(beat, beat, (a, b) => {
        expect(shiftedDistance(2)(a, b)).toBeCloseTo(shiftedDistance(2)(b, a), 10);
        expect(shiftedDistance(0)(a, b)).toBeCloseTo(euclidean(a, b) / Math.sqrt(8), 10);
      }),
    );
  });
});
