import { expect, it } from 'vitest';
import { bandPath, extentOf, linePath } from './beat-shape.ts';

const area = { left: 0, top: 0, width: 100, height: 10 };

it('draws the first value at the left, the last at the right and the highest at the top', () => {
  expect(linePath([0, 10, 5], { min: 0, max: 10 }, area)).toBe('M0.0 10.0L50.0 0.0L100.0 5.0');
});

it('closes the band between two lines', () => {
  expect(bandPath([10, 10], [0, 0], { min: 0, max: 10 }, area)).toBe(
    'M0.0 0.0L100.0 0.0L100.0 10.0L0.0 10.0Z',
  );
});

it('leaves a margin above and below all series', () => {
  const { min, max } = extentOf([0, 1], [-1, 0.5]);
  expect(min).toBeLessThan(-1);
  expect(max).toBeGreaterThan(1);
});
