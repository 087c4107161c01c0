import { expect, it } from 'vitest';
import { slabOf } from './slab.ts';

it('hands out arrays of zeroes that never overlap', () => {
  const take = slabOf((length) => new Int16Array(length));
  const lengths = Array.from({ length: 400 }, (_, index) => (index * 37) % 900);
  const arrays = lengths.map((length, index) => {
    const array = take(length);
    expect(array.every((value) => value === 0)).toBe(true);
    return array.fill(index + 1);
  });
  expect(arrays.map(({ length }) => length)).toEqual(lengths);
  for (const [index, array] of arrays.entries()) {
    expect(array.every((value) => value === index + 1)).toBe(true);
  }
});

it('gives a long array memory of its own, and many short ones share theirs', () => {
  const take = slabOf((length) => new Float32Array(length));
  expect(take(4000).buffer.byteLength).toBe(16_000);
  const buffers = new Set(Array.from({ length: 90 }, () => take(88).buffer));
  expect(buffers.size).toBe(1);
});
