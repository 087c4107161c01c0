import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { jacobianNorms, measure, nudged, penaltyOf } from './measures.ts';

const random = createSeededRandom(2);
const images = Array.from({ length: 400 }, () => Float32Array.from({ length: 50 }, () => random.next()));

describe('jacobianNorms', () => {
  it('is the Frobenius norm of a linear encoder; the relative one does not depend on the scale of the code', () => {
    const matrix = Array.from({ length: 3 }, () => Float32Array.from({ length: 50 }, () => random.normal()));
    const norm = Math.hypot(...matrix.flatMap((row) => [...row]));
    const encode = (scale: number) => (image: Float32Array) =>
      Float32Array.from(
        matrix,
        (row) => scale * row.reduce((sum, weight, pixel) => sum + weight * image[pixel]!, 0),
      );
    const [one, ten] = [1, 10].map((scale) =>
      jacobianNorms(images.map(encode(scale)), nudged(images, 3).map(encode(scale))),
    );
    expect(one!.jacobianNorm / norm).toBeCloseTo(1, 1);
    expect(ten!.jacobianNorm / norm).toBeCloseTo(10, 0);
    expect(ten!.relativeJacobianNorm).toBeCloseTo(one!.relativeJacobianNorm, 2);
  });
});

describe('measure', () => {
  it('counts the units that are on and the error of the reconstructions', () => {
    const codes = [Float32Array.of(0, 10, 0.1, -2), Float32Array.of(0, 0, 0, 4)];
    const [first, second] = [Float32Array.of(0, 1), Float32Array.of(1, 0)];
    const reconstructions = [Float32Array.of(0.1, 1), Float32Array.of(1, 0.2)];
    const found = measure([first, second], { reconstructions, latents: codes });
    expect(found).toMatchObject({ units: 4, unitsOn: 1.5 });
    expect(found.meanActivation).toBeCloseTo((12.1 / 4 + 1) / 2, 6);
    expect(found.squaredError).toBeCloseTo((0.005 + 0.02) / 2, 6);
    expect(found.psnrDb).toBeCloseTo(-5 * Math.log10(0.005 * 0.02), 4);
  });
});

describe('penaltyOf', () => {
  const epoch = { epoch: 1, trainLoss: 0.5, trainReconstruction: 0.3, trainSteps: new Float32Array() };
  it('computes the penalty without its weight', () => {
    const objective = {
      reconstruction: 'mean-squared-error',
      penalty: { kind: 'contractive', weight: 0.1 },
    } as const;
    expect(penaltyOf(objective, epoch)).toBeCloseTo(2, 9);
    expect(penaltyOf({ reconstruction: 'mean-squared-error' }, epoch)).toBeUndefined();
  });
});
