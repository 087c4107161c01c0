import { treeParameters, treeShape, treesFromParameters, treeTensorShapes } from '@beatwatch/boosted-trees';
import { modelVersion } from '@beatwatch/contracts';
import { parametersFingerprint } from '@beatwatch/model-core/files';
import {
  atrialFeatureSet,
  atrialWindowFeatureNames,
  type AtrialFibrillationModel as WindowModel,
} from '@beatwatch/rhythm';
import { z } from 'zod';
import { commonFields, exactNames, metricsSchema, trainingFields, wholeNumber } from './model-description.ts';
import { readSignalModel, writeSignalModel, type Doubles } from './signal-model-folder.ts';

const kind = 'atrial-fibrillation';

const descriptionSchema = z.strictObject({
  ...commonFields,
  kind: z.literal(kind),
  preprocessing: z.literal(atrialFeatureSet),
  /** Names of the features in the order of a row. */
  features: exactNames(atrialWindowFeatureNames),
  trees: z.strictObject({
    columns: z.literal(atrialWindowFeatureNames.length),
    classes: z.literal(2),
    depth: wholeNumber,
    rounds: wholeNumber,
  }),
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
  const fingerprint = parametersFingerprint(parametersOf(model));
  return {
    manifest: {
      version: modelVersion(`${kind}-${fingerprint.slice(0, 12)}`),
      kind,
      preprocessing: atrialFeatureSet,
      features: [...atrialWindowFeatureNames],
      trees: { ...treeShape(model.trees), columns: atrialWindowFeatureNames.length, classes: 2 },
      training,
      metrics,
    },
    model,
  };
}

/** Writes `model.json` and `weights.safetensors`; creates the folder if missing. */
export const saveAtrialFibrillationModel = (
  folder: string,
  { manifest, model }: AtrialFibrillationModel,
): Promise<void> => writeSignalModel(folder, manifest, parametersOf(model));

/**
 * Reads a model written by {@link saveAtrialFibrillationModel}.
 * @throws ModelCoreError `model-file-missing`, `-foreign` or `-broken`, with file, field, found and expected
 */
export async function loadAtrialFibrillationModel(folder: string): Promise<AtrialFibrillationModel> {
  const { manifest, values } = await readSignalModel(folder, descriptionSchema, ({ trees }) =>
    treeTensorShapes(trees),
  );
  const parameters = new Map(
    [...treeTensorShapes(manifest.trees).keys()].map((name) => [
      name,
      { values: Float32Array.from(values(name)) },
    ]),
  );
  const trees = treesFromParameters(manifest.trees, parameters);
  return { manifest, model: { trees, shift: manifest.training.shift } };
}

/** The trees' numbers have single precision; the file keeps them in double, as those of the other signal models. */
const parametersOf = ({ trees }: WindowModel): Doubles =>
  new Map(
    [...treeParameters(trees)].map(([name, { shape, values }]) => [
      name,
      { shape, values: Float64Array.from(values) },
    ]),
  );
