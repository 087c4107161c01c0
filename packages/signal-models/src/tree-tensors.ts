import {
  treeParameters,
  treesFromParameters,
  treeTensorShapes,
  type BoostedTrees,
  type TreeShape,
} from '@beatwatch/boosted-trees';
import {
  checkFingerprint,
  decodeSafetensors,
  encodeSafetensors,
  fittingParameters,
  modelPaths,
  parametersFingerprint,
  readDescription,
  readModelPart,
  writeModelFolder,
} from '@beatwatch/model-core/files';
import { z } from 'zod';
import { formatFields, wholeNumber } from './model-description.ts';

/** Size of trees, as a description holds it. */
export const treeShapeSchema = z.strictObject({
  columns: wholeNumber,
  classes: wholeNumber.min(2),
  depth: wholeNumber,
  rounds: wholeNumber,
});

/** SHA-256 of the trees, in hexadecimal. */
export const treesFingerprint = (trees: BoostedTrees): string => parametersFingerprint(treeParameters(trees));

/** Writes the description and the trees of a model. */
export const writeTreeModel = (folder: string, manifest: object, trees: BoostedTrees): Promise<void> =>
  writeModelFolder(
    folder,
    { ...formatFields(), weightsSha256: treesFingerprint(trees), ...manifest },
    encodeSafetensors(treeParameters(trees)),
  );

interface StoredFields {
  readonly format: string;
  readonly formatVersion: number;
  readonly weightsSha256: string;
  readonly trees: TreeShape;
}

/**
 * Reads the description and the trees of a model.
 * @throws ModelCoreError if a file is missing, foreign or broken
 */
export async function readTreeModel<Description extends StoredFields>(
  folder: string,
  schema: z.ZodType<Description>,
): Promise<{
  readonly manifest: Omit<Description, 'format' | 'formatVersion' | 'weightsSha256'>;
  readonly trees: BoostedTrees;
}> {
  const paths = modelPaths(folder);
  const description = await readDescription(paths.description, schema);
  const stored = decodeSafetensors(await readModelPart(paths.weights), paths.weights);
  const parameters = fittingParameters(treeTensorShapes(description.trees), stored.parameters, paths.weights);
  checkFingerprint(paths.weights, parametersFingerprint(parameters), description.weightsSha256);
  const { format: _, formatVersion: __, weightsSha256: ___, ...manifest } = description;
  return { manifest, trees: treesFromParameters(description.trees, parameters) };
}
