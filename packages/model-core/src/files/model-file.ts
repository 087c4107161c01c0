import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parameterShapesOf } from '../autoencoders/architecture.ts';
import type { Model } from '../model.ts';
import { architectureSchema } from './architecture-schema.ts';
import { parametersFingerprint } from './fingerprint.ts';
import { fittingParameters } from './fitting-parameters.ts';
import {
  checkFingerprint,
  fingerprintSchema,
  modelPaths,
  readDescription,
  readModelPart,
  versionSchema,
  writeModelFolder,
} from './model-folder.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

const formatName = 'beatwatch-model';
const formatVersion = 1;

const wholeNumber = z.number().int().positive();

const descriptionSchema = z.strictObject({
  format: z.literal(formatName),
  formatVersion: z.literal(formatVersion),
  weightsSha256: fingerprintSchema,
  version: versionSchema,
  architecture: architectureSchema,
  preprocessing: z.string().min(1),
  training: z
    .strictObject({
      dataFingerprint: z.string().min(1),
      beatCount: wholeNumber,
      epochs: wholeNumber,
      batchSize: wholeNumber,
      learningRate: z.number().positive(),
      seed: z.number().int(),
      augmentation: z.string().exactOptional(),
      records: z.array(z.string()).exactOptional(),
    })
    .exactOptional(),
  threshold: z.strictObject({ value: z.number().positive(), rule: z.string().min(1) }).exactOptional(),
  adaptation: z.record(z.string(), z.unknown()).exactOptional(),
  metrics: z.record(z.string(), z.number()),
  libraries: z.record(z.string(), z.string()),
});

/**
 * Directory of a pretrained model, trained on ECG5000's normal beats: `ecg5000` with an embedding of 32, `ecg5000-seed`
 * with the study's 128. Default `ecg5000`.
 */
export const pretrainedModelDirectory = (name: 'ecg5000' | 'ecg5000-seed' = 'ecg5000'): string =>
  fileURLToPath(new URL(`../../models/${name}`, import.meta.url));

/** Writes `model.json` and `weights.safetensors`; creates the directory if missing. */
export async function saveModel(directory: string, { manifest, parameters }: Model): Promise<void> {
  const weightsSha256 = parametersFingerprint(parameters);
  const description = { format: formatName, formatVersion, weightsSha256, ...manifest };
  await writeModelFolder(directory, description, encodeSafetensors(parameters));
}

/**
 * Reads what {@link saveModel} wrote.
 * @throws ModelCoreError: `model-file-missing` if a file is missing, `model-file-foreign` if it belongs to another
 * program or format version, `model-file-broken` if its parts contradict each other
 */
export async function loadModel(directory: string): Promise<Model> {
  const paths = modelPaths(directory);
  const {
    format: _,
    formatVersion: __,
    weightsSha256,
    ...manifest
  } = await readDescription(paths.description, descriptionSchema);
  const { parameters: stored } = decodeSafetensors(await readModelPart(paths.weights), paths.weights);
  const parameters = fittingParameters(parameterShapesOf(manifest.architecture), stored, paths.weights);
  checkFingerprint(paths.weights, parametersFingerprint(parameters), weightsSha256);
  return { manifest, parameters };
}
