import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueOfRank } from './select.ts';

describe('valueOfRank', () => {
  it('matches sorting, with equal values too', () => {
    const value = fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.nat(), (values, place) => {
        const rank = place % values.length;
        const sorted = Float64Array.from(values).sort();
        expect(valueOfRank(Float64Array.from(values), rank) + 0).toBe((sorted[rank] ?? 0) + 0);
      }),
    );
  });
});
