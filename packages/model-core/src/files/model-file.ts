import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelVersion, type ModelVersion } from '@beatwatch/contracts';
import { z } from 'zod';
import { parameterShapesOf, type Architecture } from '../autoencoders/architecture.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { ModelCoreError, type ModelCoreErrorCode } from '../errors.ts';
import type { Model } from '../model.ts';
import { architectureSchema } from './architecture-schema.ts';
import { parametersFingerprint } from './fingerprint.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

const descriptionFile = 'model.json';
const weightsFile = 'weights.safetensors';
const formatName = 'beatwatch-model';
const formatVersion = 1;

const wholeNumber = z.number().int().positive();

function checkedVersion(value: string, context: z.RefinementCtx<string>): ModelVersion {
  try {
    return modelVersion(value);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : String(error));
    return z.NEVER;
  }
}

const descriptionSchema = z.strictObject({
  format: z.literal(formatName),
  formatVersion: z.literal(formatVersion),
  weightsSha256: z.string().regex(/^[0-9a-f]{64}$/),
  version: z.string().transform(checkedVersion),
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
 * Where the models lie that come with Beatwatch, both trained on ECG5000's normal beats: `ecg5000`, the default, has an
 * embedding of 32, `ecg5000-seed` the study's 128.
 */
export const pretrainedModelDirectory = (name: 'ecg5000' | 'ecg5000-seed' = 'ecg5000'): string =>
  fileURLToPath(new URL(`../../models/${name}`, import.meta.url));

/** Writes `model.json` and `weights.safetensors`; makes the directory where there is none. */
export async function saveModel(directory: string, model: Model): Promise<void> {
  const { manifest, parameters } = model;
  const weightsSha256 = parametersFingerprint(parameters);
  const text = JSON.stringify(
    { format: formatName, formatVersion, weightsSha256, ...manifest },
    undefined,
    2,
  );
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, weightsFile), encodeSafetensors(parameters));
  await writeFile(join(directory, descriptionFile), `${text}\n`);
}

/**
 * Reads what {@link saveModel} wrote.
 * @throws ModelCoreError: `model-file-missing` where a file is not there, `model-file-foreign` where it is of another
 * program or format version, `model-file-broken` where its parts do not fit together
 */
export async function loadModel(directory: string): Promise<Model> {
  const descriptionPath = join(directory, descriptionFile);
  const weightsPath = join(directory, weightsFile);
  const {
    format: _,
    formatVersion: __,
    weightsSha256,
    ...manifest
  } = parseDescription(new TextDecoder().decode(await readBytes(descriptionPath)), descriptionPath);
  const { parameters: stored } = decodeSafetensors(await readBytes(weightsPath), weightsPath);
  const parameters = fittingParameters(manifest.architecture, stored, weightsPath);
  if (parametersFingerprint(parameters) !== weightsSha256)
    throw failure(
      'model-file-broken',
      weightsPath,
      `found other weights than those that ${descriptionFile} names`,
    );
  return { manifest, parameters };
}

function failure(code: ModelCoreErrorCode, file: string, message: string, cause?: unknown): ModelCoreError {
  return new ModelCoreError(`${file}: ${message}`, { code, cause, context: { file } });
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw failure('model-file-missing', path, 'found no readable file, expected a part of a model', cause);
  }
}

function parseDescription(text: string, path: string): z.infer<typeof descriptionSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw failure('model-file-foreign', path, 'found no JSON, expected the description of a model', cause);
  }
  const parsed = descriptionSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  const foreign = field === '' || field === 'format' || field === 'formatVersion';
  throw failure(
    foreign ? 'model-file-foreign' : 'model-file-broken',
    path,
    `${field === '' ? 'the whole file' : field}: ${issue?.message ?? 'invalid'}; expected format ${formatName} ${formatVersion}`,
    parsed.error,
  );
}

/** The weights in the architecture's own order. */
function fittingParameters(architecture: Architecture, stored: Parameters, path: string): Parameters {
  const shapes = parameterShapesOf(architecture);
  const surplus = [...stored.keys()].find((name) => !shapes.has(name));
  if (surplus !== undefined)
    throw failure(
      'model-file-broken',
      path,
      `found tensor ${surplus}, expected only ${[...shapes.keys()].join(', ')}`,
    );
  return new Map(
    [...shapes].map(([name, shape]) => {
      const tensor = stored.get(name);
      if (tensor?.shape.join(',') !== shape.join(','))
        throw failure(
          'model-file-broken',
          path,
          `tensor ${name}: found ${tensor === undefined ? 'none' : `[${tensor.shape.join(', ')}]`}, expected [${shape.join(', ')}]`,
        );
      return [name, tensor];
    }),
  );
}
