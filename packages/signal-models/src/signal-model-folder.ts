import type { ModelVersion } from '@beatwatch/contracts';
import {
  checkFingerprint,
  decodeFloat64Safetensors,
  encodeSafetensors,
  fittingParameters,
  modelPaths,
  parametersFingerprint,
  readDescription,
  readModelPart,
  writeModelFolder,
  type Parameters,
} from '@beatwatch/model-core/files';
import type { z } from 'zod';
import { formatFields } from './model-description.ts';

/** Weights of a signal model in float64, which keeps every bit of the learned values. */
export type Doubles = Parameters<Float64Array>;

/** Writes the description and the weights of a signal model. */
export function writeSignalModel(
  folder: string,
  { version, ...manifest }: { readonly version: ModelVersion },
  parameters: Doubles,
): Promise<void> {
  const weightsSha256 = parametersFingerprint(parameters);
  const description = { ...formatFields(), weightsSha256, version, ...manifest };
  return writeModelFolder(folder, description, encodeSafetensors(parameters));
}

interface StoredFields {
  readonly format: string;
  readonly formatVersion: number;
  readonly weightsSha256: string;
}

/**
 * Reads the description and the weights of a signal model.
 * @param shapesOf shapes of the tensors of a description, by name
 * @throws ModelCoreError if a file is missing, foreign or broken
 */
export async function readSignalModel<Description extends StoredFields>(
  folder: string,
  schema: z.ZodType<Description>,
  shapesOf: (description: Description) => ReadonlyMap<string, readonly number[]>,
): Promise<{
  readonly manifest: Omit<Description, keyof StoredFields>;
  /** Values of a tensor. */
  readonly values: (name: string) => Float64Array;
}> {
  const paths = modelPaths(folder);
  const description = await readDescription(paths.description, schema);
  const stored = decodeFloat64Safetensors(await readModelPart(paths.weights), paths.weights);
  const parameters = fittingParameters(shapesOf(description), stored.parameters, paths.weights);
  checkFingerprint(paths.weights, parametersFingerprint(parameters), description.weightsSha256);
  const { format: _, formatVersion: __, weightsSha256: ___, ...manifest } = description;
  return { manifest, values: (name) => parameters.get(name)?.values ?? new Float64Array() };
}
