import { expect, it } from 'vitest';
import { heartRateBpm } from './heart-rate.ts';

it('is 60,000 divided by the median of the last eight RR intervals', () => {
  expect(heartRateBpm([])).toBeUndefined();
  expect(heartRateBpm([800])).toBe(75);
  expect(heartRateBpm([300, 300, 300, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000])).toBe(60);
  // One missed beat doubles one interval, which the median ignores.
  expect(heartRateBpm([500, 500, 1000, 500, 500, 500, 500, 500])).toBe(120);
  expect(heartRateBpm([500, 1500], 2)).toBe(60);
});
