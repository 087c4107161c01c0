import { treeShape } from '@beatwatch/boosted-trees';
import { modelVersion } from '@beatwatch/contracts';
import {
  ventricularFeatureSet,
  ventricularWindowFeatureNames,
  type VentricularRhythmModel as WindowModel,
} from '@beatwatch/rhythm';
import { z } from 'zod';
import { commonFields, exactNames, metricsSchema, trainingFields, wholeNumber } from './model-description.ts';
import { readTreeModel, treesFingerprint, treeShapeSchema, writeTreeModel } from './tree-tensors.ts';

const kind = 'ventricular-rhythm';

const descriptionSchema = z.strictObject({
  ...commonFields,
  kind: z.literal(kind),
  preprocessing: z.literal(ventricularFeatureSet),
  /** Names of the features in the order of a row. */
  features: exactNames(ventricularWindowFeatureNames),
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

/** Description of a model of ventricular tachycardia, flutter and fibrillation. */
type VentricularRhythmManifest = Omit<Description, 'format' | 'formatVersion' | 'weightsSha256'>;

interface VentricularRhythmModel {
  readonly manifest: VentricularRhythmManifest;
  readonly model: WindowModel;
}

/** Creates a model file from fitted trees; its version is derived from their fingerprint. */
export function createVentricularRhythmModel(
  model: WindowModel,
  { training, metrics }: Pick<VentricularRhythmManifest, 'training' | 'metrics'>,
): VentricularRhythmModel {
  const version = modelVersion(`${kind}-${treesFingerprint(model.trees).slice(0, 12)}`);
  const manifest: VentricularRhythmManifest = {
    version,
    kind,
    preprocessing: ventricularFeatureSet,
    features: [...ventricularWindowFeatureNames],
    trees: treeShape(model.trees),
    training,
    metrics,
  };
  return { manifest, model };
}

/** Writes `model.json` and `weights.safetensors`; creates the folder if missing. */
export const saveVentricularRhythmModel = (
  folder: string,
  { manifest, model }: VentricularRhythmModel,
): Promise<void> => writeTreeModel(folder, manifest, model.trees);

/**
 * Reads a model written by {@link saveVentricularRhythmModel}.
 * @throws ModelCoreError `model-file-missing`, `-foreign` or `-broken`, with file, field, found and expected
 */
export async function loadVentricularRhythmModel(folder: string): Promise<VentricularRhythmModel> {
  const { manifest, trees } = await readTreeModel(folder, descriptionSchema);
  return { manifest, model: { trees, shift: manifest.training.shift } };
}
