import { issueOptions, refusalOfIssue, type Refusal } from '@beatwatch/contracts';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeSafetensors, encodeSafetensors, type Parameters } from '@beatwatch/model-core';
import { z } from 'zod';
import { DenoiserError } from '../errors.ts';
import { inputChannels } from '../network/network-input.ts';
import type { ActivationRanges, ByteRanges } from '../network/int8-blocks.ts';
import {
  blockName,
  blocksOf,
  checkedNetwork,
  networkParameterShapes,
  type ResidualNetwork,
} from '../network/residual-network.ts';

/** The kind of images that a network was trained on. */
const denoiserNames = ['ct', 'grey'] as const;
export type DenoiserName = (typeof denoiserNames)[number];

const descriptionFile = 'denoiser.json';
const weightsFile = 'weights.safetensors';
const formatName = 'beatwatch-denoiser';

const wholeNumber = z.number().int().positive();

const range = z.tuple([z.number().max(0), z.number().min(0)]).readonly();

const descriptionSchema = z.strictObject({
  format: z.literal(formatName),
  formatVersion: z.literal(1),
  name: z.enum(denoiserNames),
  weightsSha256: z.string().regex(/^[0-9a-f]{64}$/),
  network: z.strictObject({
    kind: z.literal('residual-network'),
    inputChannels: z.literal(inputChannels),
    widths: z.array(wholeNumber).min(1),
    blocks: z.array(wholeNumber).min(1),
  }),
  training: z.strictObject({
    patients: z.array(z.string()),
    sliceCount: wholeNumber,
    steps: wholeNumber,
    batchSize: wholeNumber,
    patchSide: wholeNumber,
    learningRate: z.number().positive(),
    incidentPhotons: z.number().positive(),
    seed: z.number().int(),
    /** Wall-clock time of the run. */
    minutes: z.number().nonnegative(),
  }),
  /** Measures on the validation patients, by name. */
  metrics: z.record(z.string(), z.number()),
  /** With them, the residual blocks compute with bytes. */
  bytes: z
    .strictObject({
      ranges: z.record(z.string(), z.strictObject({ input: range, hidden: range, output: range })),
      noiseHu: z.number().positive(),
    })
    .optional(),
});

type Description = z.infer<typeof descriptionSchema>;

/** Provenance of a network. */
export type DenoiserTraining = Description['training'];

export interface DenoiserModel {
  readonly name: DenoiserName;
  /** Name and the first digits of a hash of the weights and of what bytes can compute. */
  readonly version: string;
  readonly network: ResidualNetwork;
  readonly parameters: Parameters;
  readonly training: DenoiserTraining;
  readonly metrics: Readonly<Record<string, number>>;
  /** See `createNetworkPass`. */
  readonly bytes?: ByteRanges;
}

/** Directory of the networks that come with Beatwatch. */
export const pretrainedDenoiserDirectory = (name: DenoiserName): string =>
  fileURLToPath(new URL(`../../models/${name}`, import.meta.url));

/** Writes `denoiser.json` and `weights.safetensors`; creates the directory if missing. */
export async function saveDenoiserModel(
  directory: string,
  { name, network, parameters, training, metrics, bytes }: Omit<DenoiserModel, 'version'>,
): Promise<void> {
  const weights = encodeSafetensors(parameters);
  const description: Description = {
    format: formatName,
    formatVersion: 1,
    name,
    weightsSha256: sha256(weights),
    network: {
      kind: network.kind,
      inputChannels,
      widths: [...network.widths],
      blocks: [...network.blocks],
    },
    training,
    metrics: { ...metrics },
    ...(bytes && { bytes }),
  };
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, weightsFile), weights);
  await writeFile(join(directory, descriptionFile), `${JSON.stringify(description, undefined, 2)}\n`);
}

/**
 * Reads a model that {@link saveDenoiserModel} wrote.
 * @throws DenoiserError (`unsuitable-model`) where a file is missing, has another format, or does not match the other
 * file
 */
export async function loadDenoiserModel(directory: string): Promise<DenoiserModel> {
  const path = join(directory, descriptionFile);
  const description = parseDescription(await readPart(path), path);
  const weightsPath = join(directory, weightsFile);
  const weights = await readPart(weightsPath);
  if (sha256(weights) !== description.weightsSha256)
    throw unsuitable(weightsPath, { found: 'other weights', expected: `those in ${descriptionFile}` });
  const network = checkedNetwork(description.network);
  const { parameters } = decodeSafetensors(weights, weightsPath);
  for (const [tensor, shape] of networkParameterShapes(network)) {
    const found = parameters.get(tensor)?.shape.join(' x ') ?? 'none';
    const expected = shape.join(' x ');
    if (found !== expected) throw unsuitable(weightsPath, { field: `tensor ${tensor}`, found, expected });
  }
  const { bytes } = description;
  if (bytes !== undefined) requireRanges(network, bytes.ranges, path);
  const hash = bytes === undefined ? description.weightsSha256 : sha256(weights, JSON.stringify(bytes));
  return {
    name: description.name,
    version: `${description.name}-${hash.slice(0, 12)}`,
    network,
    parameters,
    training: description.training,
    metrics: description.metrics,
    ...(bytes && { bytes }),
  };
}

function requireRanges(network: ResidualNetwork, ranges: ActivationRanges, file: string): void {
  const missing = blocksOf(network)
    .map(blockName)
    .find((name) => ranges[name] === undefined);
  if (missing !== undefined)
    throw unsuitable(file, {
      field: `bytes.ranges.${missing}`,
      found: 'none',
      expected: 'ranges of every block',
    });
}

function sha256(...parts: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

const unsuitable = (file: string, refusal: Refusal, cause?: unknown): DenoiserError =>
  new DenoiserError({ file, ...refusal }, { code: 'unsuitable-model', cause });

async function readPart(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw unsuitable(path, { expected: 'a part of a denoiser' }, cause);
  }
}

function parseDescription(bytes: Uint8Array, path: string): Description {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw unsuitable(
      path,
      { found: 'other content', expected: 'the description of a denoiser as JSON' },
      cause,
    );
  }
  const parsed = descriptionSchema.safeParse(json, issueOptions);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unsuitable(path, refusalOfIssue(issue ?? {}), parsed.error);
}
