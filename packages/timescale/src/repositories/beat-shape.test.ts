import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packShape, unpackShape } from './beat-shape.ts';

it.each([
  ['r-window-88-microvolts', 1, 32_767_000],
  ['rr-140-zscore', 1 / 1024, 1000],
])('keeps the samples of %s to within half a step', (preprocessing, step, largest) => {
  fc.assert(
    fc.property(fc.float32Array({ min: -largest, max: largest, noNaN: true, maxLength: 140 }), (samples) => {
      const shape = packShape(preprocessing, samples);
      expect(shape.step).toBe(step);
      const back = unpackShape(shape);
      expect(back).toHaveLength(samples.length);
      // Large values have fewer places than a step in 32 bits.
      back.forEach((value, index) => {
        const sample = samples[index]!;
        expect(Math.abs(value - sample)).toBeLessThanOrEqual(step / 2 + Math.abs(sample) * 2 ** -23);
      });
    }),
  );
});

it('takes about a byte for a sample of an ECG', () => {
  const beat = Float32Array.from({ length: 88 }, (_, index) => 1200 * Math.exp(-(((index - 30) / 4) ** 2)));
  expect(packShape('r-window-88-microvolts', beat).deltas.length).toBeLessThan(88 * 1.4);
});

it('refuses bytes that were cut off', () => {
  expect(() => unpackShape({ step: 1, deltas: Uint8Array.of(128) })).toThrow('end within a number');
});
