import fc from 'fast-check';
import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { movingMean, whitened } from './beat-spaces.ts';

const size = 5;
const beat = fc
  .array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: size, maxLength: size })
  .map((samples) => Float32Array.from(samples));

describe('movingMean', () => {
  it('takes the mean of neighbours, and repeats the ends', () => {
    expect([...movingMean(3)(Float32Array.of(3, 0, 6, 9))]).toEqual([2, 3, 5, 8]);
  });

  it('leaves a constant beat as it is', () => {
    expect([...movingMean(5)(new Float32Array(7).fill(2))]).toEqual(Array.from({ length: 7 }, () => 2));
  });
});

describe('whitened', () => {
  it("measures Mahalanobis' distance with the ridge added to the covariance", () => {
    fc.assert(
      fc.property(fc.array(beat, { minLength: 8, maxLength: 12 }), beat, beat, (normals, a, b) => {
        const rows = new Matrix(normals.map((normal) => [...normal]));
        const centred = rows.clone().subRowVector(rows.mean('column'));
        const covariance = centred
          .transpose()
          .mmul(centred)
          .div(normals.length - 1);
        fc.pre(covariance.trace() > 0.1);
        covariance.add(Matrix.eye(size, size, (0.5 * covariance.trace()) / size));
        const difference = Matrix.columnVector([...a].map((sample, at) => sample - (b[at] ?? 0)));
        const expected = difference.transpose().mmul(inverse(covariance)).mmul(difference).get(0, 0);

        const transform = whitened(0.5)(normals);
        const [inA, inB] = [transform(a), transform(b)];
        const found = inA.reduce((sum, value, at) => sum + (value - (inB[at] ?? 0)) ** 2, 0);
        expect(found).toBeCloseTo(expected, 2);
      }),
    );
  });
});
