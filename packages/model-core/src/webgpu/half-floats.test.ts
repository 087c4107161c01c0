import fc from 'fast-check';
import { expect, it } from 'vitest';
import { halfFloatValue, toHalfFloats } from './half-floats.ts';

it('gives back each half-precision float, and the nearer of two for what is between them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0x7bfe }),
      fc.double({ min: 0, max: 0.49, noNaN: true }),
      (half, share) => {
        const [lower, upper] = [halfFloatValue(half), halfFloatValue(half + 1)];
        const between = Math.fround(lower + share * (upper - lower));
        expect([...toHalfFloats(Float32Array.of(lower, -upper, between))]).toEqual([
          half,
          0x8000 | (half + 1),
          half,
        ]);
      },
    ),
  );
});

it('rounds ties to even and refuses what is too large', () => {
  const tie = (halfFloatValue(0x3c01) + halfFloatValue(0x3c02)) / 2;
  expect([...toHalfFloats(Float32Array.of(tie))]).toEqual([0x3c02]);
  expect(() => toHalfFloats(Float32Array.of(70_000))).toThrow('found 70000');
});

it('knows the numbers that IEEE 754 gives as examples', () => {
  expect([0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x3555].map(halfFloatValue)).toEqual([
    1,
    -2,
    65_504,
    2 ** -14,
    2 ** -24,
    0.333251953125,
  ]);
});
