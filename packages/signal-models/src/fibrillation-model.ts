import { modelVersion } from '@beatwatch/contracts';
import {
  fibrillationFeatureNames,
  fibrillationFeatureSet,
  type FibrillationFeatures,
  type FibrillationModel as WindowModel,
} from '@beatwatch/ecg';
import { parametersFingerprint } from '@beatwatch/model-core/files';
import { z } from 'zod';
import { commonFields, exactNames, metricsSchema, trainingFields, wholeNumber } from './model-description.ts';
import { readSignalModel, writeSignalModel, type Doubles } from './signal-model-folder.ts';

const kind = 'fibrillation';

const descriptionSchema = z.strictObject({
  ...commonFields,
  kind: z.literal(kind),
  preprocessing: z.literal(fibrillationFeatureSet),
  /** Names of the features in the order of the weights. */
  features: exactNames(fibrillationFeatureNames),
  training: z.strictObject({
    ...trainingFields,
    windowCount: wholeNumber,
    folds: wholeNumber,
    /** Added to the fitted offset. */
    shift: z.number(),
  }),
  metrics: metricsSchema,
});

type Description = z.infer<typeof descriptionSchema>;

/** Description of a fibrillation model. */
export type FibrillationManifest = Omit<Description, 'format' | 'formatVersion' | 'weightsSha256'>;

export interface FibrillationModel {
  readonly manifest: FibrillationManifest;
  readonly model: WindowModel;
}

/** Creates a model file from fitted parameters; its version is derived from their fingerprint. */
export function createFibrillationModel(
  model: WindowModel,
  { training, metrics }: Pick<FibrillationManifest, 'training' | 'metrics'>,
): FibrillationModel {
  const fingerprint = parametersFingerprint(parametersOf(model));
  return {
    manifest: {
      version: modelVersion(`${kind}-${fingerprint.slice(0, 12)}`),
      kind,
      preprocessing: fibrillationFeatureSet,
      features: [...fibrillationFeatureNames],
      training,
      metrics,
    },
    model,
  };
}

/** Writes `model.json` and `weights.safetensors`; creates the folder if missing. */
export const saveFibrillationModel = (
  folder: string,
  { manifest, model }: FibrillationModel,
): Promise<void> => writeSignalModel(folder, manifest, parametersOf(model));

/**
 * Reads a model written by {@link saveFibrillationModel}.
 * @throws ModelCoreError `model-file-missing`, `-foreign` or `-broken`, with file, field, found and expected
 */
export async function loadFibrillationModel(folder: string): Promise<FibrillationModel> {
  const { manifest, values } = await readSignalModel(folder, descriptionSchema, () => shapes);
  const [offset = 0] = values('offset');
  const weights = values('weights');
  const weightOf = (name: keyof FibrillationFeatures): number =>
    weights[fibrillationFeatureNames.indexOf(name)] ?? 0;
  return {
    manifest,
    model: {
      offset,
      weights: {
        restingShare: weightOf('restingShare'),
        lowestAutocorrelation: weightOf('lowestAutocorrelation'),
        frequencyDistance: weightOf('frequencyDistance'),
        concentration: weightOf('concentration'),
        fastShare: weightOf('fastShare'),
      },
    },
  };
}

const shapes: ReadonlyMap<string, readonly number[]> = new Map([
  ['offset', [1]],
  ['weights', [fibrillationFeatureNames.length]],
]);

const parametersOf = ({ offset, weights }: WindowModel): Doubles =>
  new Map([
    ['offset', { shape: [1], values: Float64Array.of(offset) }],
    [
      'weights',
      {
        shape: [fibrillationFeatureNames.length],
        values: Float64Array.from(fibrillationFeatureNames, (name) => weights[name]),
      },
    ],
  ]);
