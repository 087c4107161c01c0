import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ContractError,
  issueOptions,
  modelVersion,
  refusalOfIssue,
  type ModelVersion,
  type Refusal,
} from '@beatwatch/contracts';
import { z } from 'zod';
import { ModelCoreError, type ModelCoreErrorCode } from '../errors.ts';

const descriptionFile = 'model.json';
const weightsFile = 'weights.safetensors';

/** Paths of the description and the weights in a model's directory. */
export const modelPaths = (
  directory: string,
): { readonly description: string; readonly weights: string } => ({
  description: join(directory, descriptionFile),
  weights: join(directory, weightsFile),
});

/** SHA-256 of a model's weights, in hexadecimal. */
export const fingerprintSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** Version of a model, as used in scores and in the registry. */
export const versionSchema = z.string().transform((value, context): ModelVersion => {
  try {
    return modelVersion(value);
  } catch (error) {
    const expected = error instanceof ContractError ? error.refusal?.expected : undefined;
    context.addIssue({ code: 'custom', message: expected ?? 'the version of a model', input: value });
    return z.NEVER;
  }
});

/** Writes a model's two files; creates the directory if missing. */
export async function writeModelFolder(
  directory: string,
  description: object,
  weights: Uint8Array,
): Promise<void> {
  const paths = modelPaths(directory);
  await mkdir(directory, { recursive: true });
  await writeFile(paths.weights, weights);
  await writeFile(paths.description, `${JSON.stringify(description, undefined, 2)}\n`);
}

/** @throws ModelCoreError (`model-file-missing`) if the file is missing or unreadable */
export async function readModelPart(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw modelFileError('model-file-missing', path, { expected: 'a readable file of a model' }, cause);
  }
}

/**
 * Reads a model's description.
 * @param schema schema with the fields `format` and `formatVersion`
 * @throws ModelCoreError that names the field, the value found and the one expected: `model-file-missing`;
 * `model-file-foreign` if the file belongs to another program or format version; `model-file-broken` if a field
 * violates the schema
 */
export async function readDescription<Description>(
  path: string,
  schema: z.ZodType<Description>,
): Promise<Description> {
  const text = new TextDecoder().decode(await readModelPart(path));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const refusal = { found: 'text that is not JSON', expected: 'the description of a model' };
    throw modelFileError('model-file-foreign', path, refusal, cause);
  }
  const parsed = schema.safeParse(json, issueOptions);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const refusal = issue === undefined ? { expected: 'the description of a model' } : refusalOfIssue(issue);
  const isForeign = ['format', 'formatVersion', undefined].includes(refusal.field);
  const code = isForeign ? 'model-file-foreign' : 'model-file-broken';
  throw modelFileError(code, path, refusal, parsed.error);
}

/** @throws ModelCoreError (`model-file-broken`) unless the fingerprint of the weights is that of the description */
export function checkFingerprint(path: string, found: string, expected: string): void {
  if (found === expected) return;
  throw modelFileError('model-file-broken', path, {
    field: 'SHA-256 of the weights',
    found,
    expected: `${expected}, as in ${descriptionFile}`,
  });
}

export const modelFileError = (
  code: ModelCoreErrorCode,
  file: string,
  refusal: Refusal,
  cause?: unknown,
): ModelCoreError => new ModelCoreError({ file, ...refusal }, { code, cause });
