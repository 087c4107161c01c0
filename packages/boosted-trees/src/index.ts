export { classLogits, softmax, type BoostedTrees } from './boosted-trees.ts';
export { fitBoostedTrees } from './fit.ts';
export type { TrainingRows } from './training-rows.ts';
export {
  treeParameters,
  treesFromParameters,
  treeShape,
  treeTensorShapes,
  type TreeShape,
} from './parameters.ts';
