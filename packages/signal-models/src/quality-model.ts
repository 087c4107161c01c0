import { modelVersion } from '@beatwatch/contracts';
import { classCount, featureCount, noiseFaults, qualityFeatures, type QualityNetwork } from '@beatwatch/ecg';
import { parametersFingerprint } from '@beatwatch/model-core/files';
import { z } from 'zod';
import { commonFields, exactNames, metricsSchema, trainingFields, wholeNumber } from './model-description.ts';
import { readSignalModel, writeSignalModel, type Doubles } from './signal-model-folder.ts';

const kind = 'signal-quality';
const classes = ['usable', ...noiseFaults];

const descriptionSchema = z.strictObject({
  ...commonFields,
  kind: z.literal(kind),
  preprocessing: z.literal(qualityFeatures),
  network: z.strictObject({
    features: z.literal(featureCount),
    hiddenUnits: wholeNumber,
    classes: exactNames(classes),
  }),
  training: z.strictObject({
    ...trainingFields,
    secondCount: wholeNumber,
    epochs: wholeNumber,
    batchSize: wholeNumber,
    learningRate: z.number().positive(),
  }),
  metrics: metricsSchema,
});

type Description = z.infer<typeof descriptionSchema>;

/** Description of a signal quality model. */
export type QualityManifest = Omit<Description, 'format' | 'formatVersion' | 'weightsSha256'>;

export interface QualityModel {
  readonly manifest: QualityManifest;
  readonly network: QualityNetwork;
}

/** Creates a model file from a trained network; its version is derived from the fingerprint of the weights. */
export function createQualityModel(
  network: QualityNetwork,
  { training, metrics }: Pick<QualityManifest, 'training' | 'metrics'>,
): QualityModel {
  const fingerprint = parametersFingerprint(parametersOf(network));
  return {
    manifest: {
      version: modelVersion(`${kind}-${fingerprint.slice(0, 12)}`),
      kind,
      preprocessing: qualityFeatures,
      network: {
        features: featureCount,
        hiddenUnits: network.hiddenBias.length,
        classes,
      },
      training,
      metrics,
    },
    network,
  };
}

/** Writes `model.json` and `weights.safetensors`; creates the folder if missing. */
export const saveQualityModel = (folder: string, { manifest, network }: QualityModel): Promise<void> =>
  writeSignalModel(folder, manifest, parametersOf(network));

/**
 * Reads a model written by {@link saveQualityModel}.
 * @throws ModelCoreError `model-file-missing`, `-foreign` or `-broken`, with file, field, found and expected
 */
export async function loadQualityModel(folder: string): Promise<QualityModel> {
  const { manifest, values } = await readSignalModel(folder, descriptionSchema, ({ network }) =>
    shapesOf(network.hiddenUnits),
  );
  return {
    manifest,
    network: {
      centre: values('centre'),
      scale: values('scale'),
      hidden: values('hidden'),
      hiddenBias: values('hiddenBias'),
      output: values('output'),
      outputBias: values('outputBias'),
    },
  };
}

const shapesOf = (hiddenUnits: number) =>
  new Map<keyof QualityNetwork, readonly number[]>([
    ['centre', [featureCount]],
    ['scale', [featureCount]],
    ['hidden', [hiddenUnits, featureCount]],
    ['hiddenBias', [hiddenUnits]],
    ['output', [classCount, hiddenUnits]],
    ['outputBias', [classCount]],
  ]);

const parametersOf = (network: QualityNetwork): Doubles =>
  new Map(
    [...shapesOf(network.hiddenBias.length)].map(([name, shape]) => [name, { shape, values: network[name] }]),
  );
