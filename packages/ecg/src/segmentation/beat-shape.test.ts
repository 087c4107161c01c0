import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rrShape } from './beat-shape.ts';

/** Plain reference: linear interpolation and z-score. */
function plainShape(signal: readonly number[], from: number, to: number): number[] {
  const values = Array.from({ length: 140 }, (_, index) => {
    const position = from + (index * (to - from)) / 139;
    const left = Math.floor(position);
    return signal[left]! + (position - left) * ((signal[left + 1] ?? signal[left]!) - signal[left]!);
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / 140;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 139);
  return values.map((value) => (value - mean) / deviation);
}

describe('rrShape', () => {
  it('interpolates from R peak to R peak and normalises at any place of the ring', () => {
    const samples = fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: 40, maxLength: 300 });
    fc.assert(
      fc.property(samples, fc.nat(10_000), (signal, start) => {
        fc.pre(new Set(signal).size > 1);
        const ring = new Float32Array(310);
        for (const [index, value] of signal.entries()) ring[(start + index) % ring.length] = value;
        const shape = rrShape(ring, start, start + signal.length - 1)!;
        const expected = plainShape(signal, 0, signal.length - 1);
        for (const [index, value] of shape.entries()) expect(value).toBeCloseTo(expected[index]!, 4);
      }),
    );
  });

  it('returns undefined for a flat line', () => {
    expect(rrShape(new Float32Array(300).fill(123.4), 10, 250)).toBeUndefined();
  });
});
