import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { classLogits, softmax } from './boosted-trees.ts';
import { fitBoostedTrees } from './fit.ts';
import { treeParameters, treesFromParameters, treeShape } from './parameters.ts';

const columns = 4;

/** Three rings about the origin of the first two features; the third feature is noise, the fourth often missing. */
function rings(count: number, seed: number) {
  const random = createSeededRandom(seed);
  const features = new Float32Array(count * columns);
  const targets = new Uint8Array(count);
  for (let row = 0; row < count; row += 1) {
    const [x, y, noise] = [2 * random.next() - 1, 2 * random.next() - 1, random.next()];
    const radius = Math.hypot(x, y);
    features.set([x, y, noise, random.next() < 0.5 ? Number.NaN : radius], row * columns);
    targets[row] = radius < 0.4 ? 0 : radius < 0.8 ? 1 : 2;
  }
  return { features, targets };
}

const rowOf = (features: Float32Array, row: number) => features.subarray(row * columns, (row + 1) * columns);

describe('fitBoostedTrees', () => {
  const training = rings(3000, 1);
  const options = { rounds: 40, depth: 4, seed: 7 };
  const trees = fitBoostedTrees({ ...training, columns, classes: 3 }, options);

  it('tells classes that no line separates, on rows that it has not seen', () => {
    const { features, targets } = rings(1000, 2);
    const right = targets.filter((target, row) => {
      const logits = classLogits(trees, rowOf(features, row));
      return logits.indexOf(Math.max(...logits)) === target;
    });
    expect(right.length).toBeGreaterThan(930);
  });

  it('gives the same trees for the same rows and seed, and others for another seed', () => {
    expect(fitBoostedTrees({ ...training, columns, classes: 3 }, options)).toEqual(trees);
    expect(fitBoostedTrees({ ...training, columns, classes: 3 }, { ...options, seed: 8 })).not.toEqual(trees);
  });

  it('gives calibrated probabilities of two classes', () => {
    const random = createSeededRandom(3);
    const features = Float32Array.from({ length: 8000 }, () => random.next());
    const targets = features.map((value) => (random.next() < 0.2 + 0.6 * value ? 1 : 0));
    const two = fitBoostedTrees(
      { features, columns: 1, targets, classes: 2 },
      { rounds: 30, depth: 2, seed: 1 },
    );
    for (const value of [0.1, 0.5, 0.9]) {
      expect(softmax(classLogits(two, [value]))[1]).toBeCloseTo(0.2 + 0.6 * value, 1);
    }
  });

  it('follows the weights of the rows', () => {
    const features = new Float32Array(200);
    const targets = Uint8Array.from({ length: 200 }, (_, row) => row % 2);
    const weights = Float64Array.from(targets, (target) => (target === 1 ? 3 : 1));
    const two = fitBoostedTrees(
      { features, columns: 1, targets, weights, classes: 2 },
      { rounds: 5, rowShare: 1, seed: 1 },
    );
    expect(softmax(classLogits(two, [0]))[1]).toBeCloseTo(0.75, 2);
  });

  it('refuses a target that is no class', () => {
    expect(() =>
      fitBoostedTrees(
        { features: new Float32Array(2), columns: 1, targets: [0, 2], classes: 2 },
        { seed: 1 },
      ),
    ).toThrow('target of row 1: found 2, expected a class from 0 to 1');
  });

  it('goes on from trees that are there: they stay, and what is added corrects them', () => {
    // The rings of others are shifted: what was learned before is wrong for some of the rows.
    const shifted = rings(1000, 5);
    const targets = shifted.targets.map((target) => (target === 1 ? 2 : target));
    const further = fitBoostedTrees(
      { features: shifted.features, targets, columns, classes: 3 },
      { rounds: 10, seed: 1, from: trees },
    );
    expect(further.features.slice(0, trees.features.length)).toEqual(trees.features);
    expect(further.leaves.slice(0, trees.leaves.length)).toEqual(trees.leaves);
    expect(treeShape(further)).toEqual({ ...treeShape(trees), rounds: 50 });
    const right = (of: typeof trees): number =>
      targets.filter((target, row) => {
        const logits = classLogits(of, rowOf(shifted.features, row));
        return logits.indexOf(Math.max(...logits)) === target;
      }).length;
    expect(right(further)).toBeGreaterThan(right(trees) + 200);
    // Rows that are told already leave nothing to correct.
    const same = fitBoostedTrees({ ...training, columns, classes: 3 }, { rounds: 1, seed: 1, from: trees });
    const added = same.leaves.slice(trees.leaves.length).map(Math.abs);
    expect(Math.max(...added)).toBeLessThan(Math.max(...trees.leaves.map(Math.abs)));
  });

  it('refuses to go on from trees of other classes', () => {
    expect(() =>
      fitBoostedTrees(
        { features: new Float32Array(8), columns, targets: [0, 1], classes: 2 },
        { seed: 1, from: trees },
      ),
    ).toThrow('classes of the trees to go on from: found 3, expected 2');
  });

  it('survives a model file', () => {
    const restored = treesFromParameters(treeShape(trees), treeParameters(trees));
    expect(restored).toEqual(trees);
    const cut = new Map([...treeParameters(trees)].filter(([name]) => name !== 'leaves'));
    expect(() => treesFromParameters(treeShape(trees), cut)).toThrow('leaves: found 0 values');
  });
});
