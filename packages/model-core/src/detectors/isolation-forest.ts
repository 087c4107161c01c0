import { requireWholeNumber } from '../errors.ts';
import { createSeededRandom, type SeededRandom } from '@beatwatch/statistics';
import { pick, requireNormals, requireSamples, type OutlierMethod } from './outlier-score.ts';

type Tree =
  | { readonly beats: number }
  | { readonly sample: number; readonly split: number; readonly below: Tree; readonly above: Tree };

/**
 * Isolation forest: the fewer random splits isolate a beat from normal ones, the higher its score, which is
 * 2^(-mean depth / expected depth), in (0, 1).
 * Source: Liu, Ting, Zhou, "Isolation forest", 2008.
 */
export function isolationForest(options: {
  readonly seed: number;
  /** Default 200. */
  readonly trees?: number;
  /** Normal beats sampled for each tree, 2 or more; all if there are fewer. Default 256. */
  readonly beatsPerTree?: number;
}): OutlierMethod {
  const { seed, trees: treeCount = 200, beatsPerTree = 256 } = options;
  requireWholeNumber('trees', treeCount, 1);
  requireWholeNumber('beatsPerTree', beatsPerTree, 2);
  return (normals) => {
    const sampleCount = requireNormals(normals, 2);
    const random = createSeededRandom(seed);
    const size = Math.min(beatsPerTree, normals.length);
    const deepest = Math.ceil(Math.log2(size));
    const forest = Array.from({ length: treeCount }, () =>
      grow(pick(normals, [...random.permutation(normals.length).subarray(0, size)]), deepest, random),
    );
    return (beats) => {
      requireSamples(beats, sampleCount);
      return Float64Array.from(beats, (beat) => {
        const depths = forest.reduce((sum, tree) => sum + depth(tree, beat), 0);
        return 2 ** (-depths / treeCount / expectedDepth(size));
      });
    };
  };
}

function grow(beats: readonly Float32Array[], levels: number, random: SeededRandom): Tree {
  const first = beats[0];
  if (levels === 0 || beats.length < 2 || first === undefined) return { beats: beats.length };
  // Samples that are equal in all beats cannot be split: take the first, in random order, that differs.
  for (const sample of random.permutation(first.length)) {
    const values = beats.map((beat) => beat[sample] ?? 0);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (low === high) continue;
    const split = random.uniform(low, high);
    return {
      sample,
      split,
      below: grow(
        beats.filter((_, at) => (values[at] ?? 0) <= split),
        levels - 1,
        random,
      ),
      above: grow(
        beats.filter((_, at) => (values[at] ?? 0) > split),
        levels - 1,
        random,
      ),
    };
  }
  return { beats: beats.length };
}

function depth(tree: Tree, beat: Float32Array): number {
  let [node, steps] = [tree, 0];
  while ('sample' in node) {
    node = (beat[node.sample] ?? 0) <= node.split ? node.below : node.above;
    steps += 1;
  }
  return steps + expectedDepth(node.beats);
}

/** Expected depth of a leaf in a random tree of n beats: 2 H(n-1) - 2 (n-1)/n, with H(i) = ln i + Euler's constant. */
function expectedDepth(beats: number): number {
  if (beats < 2) return 0;
  if (beats === 2) return 1;
  return 2 * (Math.log(beats - 1) + 0.577_215_664_901_532_9) - (2 * (beats - 1)) / beats;
}
