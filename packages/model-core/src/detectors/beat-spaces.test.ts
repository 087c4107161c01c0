import { describe, expect, it } from 'vitest';
import { inSpace, movingMean, secondHalf } from './beat-spaces.ts';
import { nearestNeighbour } from './nearest-neighbour.ts';

describe('movingMean', () => {
  it('is the mean of neighbouring samples, with the ends repeated', () => {
    expect([...movingMean(3)(Float32Array.of(3, 0, 6, 9))]).toEqual([2, 3, 5, 8]);
  });

  it('leaves a constant beat as it is', () => {
    expect([...movingMean(5)(new Float32Array(7).fill(2))]).toEqual(Array.from({ length: 7 }, () => 2));
  });
});

describe('inSpace', () => {
  it('compares transformed beats only', () => {
    const normals = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6, 7, 8)];
    const score = inSpace(() => secondHalf, nearestNeighbour())(normals);
    expect([...score([Float32Array.of(9, 9, 3, 4), Float32Array.of(1, 2, 3, 6)])]).toEqual([0, 2]);
  });
});
