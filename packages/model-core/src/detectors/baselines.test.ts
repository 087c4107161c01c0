import { describe, expect, it } from 'vitest';
import golden from './golden-sklearn.json' with { type: 'json' };
import { isolationForest } from './isolation-forest.ts';
import { localOutlierFactor } from './local-outlier-factor.ts';
import { mahalanobis } from './mahalanobis.ts';
import { nearestNeighbour } from './nearest-neighbour.ts';
import { oneClassSvm } from './one-class-svm.ts';
import { heldOutScores, type OutlierMethod } from './outlier-score.ts';
import { pcaReconstruction } from './pca-reconstruction.ts';

/** The same synthetic beats as in golden-sklearn.py. */
function beat(index: number): Float32Array {
  const phase = Math.sin(index * 12.9898) * 2;
  return Float32Array.from(
    { length: 16 },
    (_, step) => Math.sin(step / 3 + phase) + 0.3 * Math.sin(index * 1.7 + step * step * 0.37),
  );
}

const normals = Array.from({ length: 60 }, (_, index) => beat(index));
const jagged = Float32Array.from({ length: 16 }, (_, step) => 3 * (-1) ** step);
const beats = [...Array.from({ length: 8 }, (_, index) => beat(60 + index)), jagged];

const methods: Readonly<Record<Exclude<keyof typeof golden, 'madeWith'>, OutlierMethod>> = {
  nearestNeighbour: nearestNeighbour(),
  pcaReconstruction: pcaReconstruction({ components: 3 }),
  mahalanobis,
  localOutlierFactor: localOutlierFactor({ neighbours: [5] }),
  oneClassSvm: oneClassSvm({ nu: 0.1 }),
  isolationForest: isolationForest({ seed: 1, trees: 2000 }),
};

describe.each(Object.entries(methods))('%s', (name, method) => {
  it('agrees with scikit-learn', () => {
    const expected = golden[name as keyof typeof methods];
    // The forest is random: 2,000 trees here, 4,000 in scikit-learn.
    const tolerance = name === 'isolationForest' ? 0.02 : 1e-5;
    for (const [index, score] of method(normals)(beats).entries())
      expect(Math.abs(score / (expected[index] ?? Number.NaN) - 1), `beat ${index}`).toBeLessThan(tolerance);
  });

  it('scores the jagged beat highest', () => {
    const scores = method(normals)(beats);
    expect(Math.max(...scores)).toBe(scores[8]);
  });

  it('gives a beat the same score alone and in a batch, and no score for no beats', () => {
    const score = method(normals);
    expect(score([beats[3] ?? jagged])[0]).toBeCloseTo(score(beats)[3] ?? Number.NaN, 10);
    expect(score([])).toHaveLength(0);
  });

  it('rejects beats of a different length', () => {
    expect(() => method(normals)([new Float32Array(15)])).toThrow('found 15 samples, expected 16');
  });
});

describe('heldOutScores', () => {
  it('scores each normal beat by a method fitted without it', () => {
    const seen = nearestNeighbour()(normals)(normals);
    expect([...seen]).toEqual(normals.map(() => 0));
    const held = heldOutScores(normals, nearestNeighbour(), { folds: 5, seed: 1 });
    expect(held).toHaveLength(60);
    expect(Math.min(...held)).toBeGreaterThan(0);
  });
});
