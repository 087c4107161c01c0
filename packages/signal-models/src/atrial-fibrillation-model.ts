import { treeShape } from '@beatwatch/boosted-trees';
import { modelVersion } from '@beatwatch/contracts';
import {
  atrialFeatureSet,
  atrialWindowFeatureNames,
  type AtrialFibrillationModel as WindowModel,
} from '@beatwatch/rhythm';
import { z } from 'zod';
import { commonFields, exactNames, metricsSchema, trainingFields, wholeNumber } from './model-description.ts';
import { readTreeModel, treesFingerprint, treeShapeSchema, writeTreeModel } from './tree-tensors.ts';

const kind = 'atrial-fibrillation';

const descriptionSchema = z.strictObject({
  ...commonFields,
  kind: z.literal(kind),
  preprocessing: z.literal(atrialFeatureSet),
  /** Names of the features in the order of a row. */
  features: exactNames(atrialWindowFeatureNames),
  trees: treeShapeSchema,
  training: z.strictObject({
    ...trainingFields,
    windowCount: wholeNumber,
    folds: wholeNumber,
    /** Added to the trees' log odds. */
    shift: z.number(),
  }),
  metrics: metricsSchema,
});

type Description = z.infer<typeof descriptionSchema>;

/** Description of an atrial fibrillation model. */
export type AtrialFibrillationManifest = Omit<Description, 'format' | 'formatVersion' | 'weightsSha256'>;

export interface AtrialFibrillationModel {
  readonly manifest: AtrialFibrillationManifest;
  readonly model: WindowModel;
}

/** Creates a model file from fitted trees; its version is derived from their fingerprint. */
export function createAtrialFibrillationModel(
  model: WindowModel,
  { training, metrics }: Pick<AtrialFibrillationManifest, 'training' | 'metrics'>,
): AtrialFibrillationModel {
  const manifest: AtrialFibrillationManifest = {
    version: modelVersion(`${kind}-${treesFingerprint(model.trees).slice(0, 12)}`),
    kind,
    preprocessing: atrialFeatureSet,
    features: [...atrialWindowFeatureNames],
    trees: treeShape(model.trees),
    training,
    metrics,
  };
  return { manifest, model };
}

/** Writes `model.json` and `weights.safetensors`; creates the folder if missing. */
export const saveAtrialFibrillationModel = (
  folder: string,
  { manifest, model }: AtrialFibrillationModel,
): Promise<void> => writeTreeModel(folder, manifest, model.trees);

/**
 * Reads a model written by {@link saveAtrialFibrillationModel}.
 * @throws ModelCoreError `model-file-missing`, `-foreign` or `-broken`, with file, field, found and expected
 */
export async function loadAtrialFibrillationModel(folder: string): Promise<AtrialFibrillationModel> {
  const { manifest, trees } = await readTreeModel(folder, descriptionSchema);
  return { manifest, model: { trees, shift: manifest.training.shift } };
}
