export { classLogits, softmax, type BoostedTrees } from './boosted-trees.ts';
export { fitBoostedTrees, type TrainingRows } from './fit.ts';
export {
  treeParameters,
  treesFromParameters,
  treeShape,
  treeTensorShapes,
  type TreeShape,
} from './parameters.ts';
