import { outputCount, type BoostedTrees } from './boosted-trees.ts';

/** A tensor of a model file. */
export interface TreeTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What a tree model's tensors follow from: kept in the description beside them. */
export interface TreeShape {
  readonly columns: number;
  readonly classes: number;
  readonly depth: number;
  /** Trees of each output. */
  readonly rounds: number;
}

export const treeShape = ({ columns, classes, depth, features }: BoostedTrees): TreeShape => ({
  columns,
  classes,
  depth,
  rounds: features.length / (2 ** depth - 1) / outputCount(classes),
});

/** Shapes of the tensors, by name. */
export function treeTensorShapes({
  classes,
  depth,
  rounds,
}: TreeShape): ReadonlyMap<string, readonly number[]> {
  const outputs = outputCount(classes);
  const nodes = [rounds * outputs, 2 ** depth - 1];
  return new Map([
    ['offsets', [outputs]],
    ['features', nodes],
    ['thresholds', nodes],
    ['missingLeft', nodes],
    ['leaves', [rounds * outputs, 2 ** depth]],
  ]);
}

/** The trees as tensors of a model file. */
export function treeParameters(trees: BoostedTrees): ReadonlyMap<string, TreeTensor> {
  const { offsets, features, thresholds, missingLeft, leaves } = trees;
  const values = new Map(Object.entries({ offsets, features, thresholds, missingLeft, leaves }));
  return new Map(
    [...treeTensorShapes(treeShape(trees))].map(([name, shape]) => [
      name,
      { shape, values: values.get(name) ?? new Float32Array() },
    ]),
  );
}

/**
 * The inverse of {@link treeParameters}.
 * @throws RangeError where a tensor is missing or has another size, or a node splits by a feature that is not there
 */
export function treesFromParameters(
  shape: TreeShape,
  parameters: ReadonlyMap<string, { readonly values: Float32Array }>,
): BoostedTrees {
  const [offsets, features, thresholds, missingLeft, leaves] = [...treeTensorShapes(shape)].map(
    ([name, sizes]) => {
      const expected = sizes.reduce((product, size) => product * size, 1);
      const values = parameters.get(name)?.values ?? new Float32Array();
      if (values.length === expected) return values;
      throw new RangeError(`${name}: found ${values.length} values, expected ${expected}`);
    },
  ) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
  const foreign = features.find(
    (feature) => !Number.isInteger(feature) || feature < -1 || feature >= shape.columns,
  );
  if (foreign !== undefined) {
    throw new RangeError(`features: found ${foreign}, expected a feature from 0 to ${shape.columns - 1}`);
  }
  const { columns, classes, depth } = shape;
  return { columns, classes, depth, offsets, features, thresholds, missingLeft, leaves };
}
