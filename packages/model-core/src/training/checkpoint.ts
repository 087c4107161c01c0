import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Parameters, Tensor } from '../autoencoders/parameters.ts';
import type { TrainingState } from '../engines/training-engine.ts';
import { ModelCoreError } from '../errors.ts';
import { decodeSafetensors, encodeSafetensors } from '../files/safetensors.ts';

/** Losses of one epoch, in the unit of the objective. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean over the examples of what the steps make smaller: reconstruction and weighted penalty. */
  readonly trainLoss: number;
  /** The reconstruction's part of it, which compares with the validation loss. */
  readonly trainReconstruction: number;
  /** Mean reconstruction loss with the weights after the epoch. Undefined where no examples were held out. */
  readonly validationLoss?: number;
  /** The loss of every step, mean over its batch, before its update. */
  readonly trainSteps: Float32Array;
  /** The loss of every batch of validation examples, in their order. */
  readonly validationSteps?: Float32Array;
}

/** Where a training run stands after an epoch. */
export interface TrainingCheckpoint {
  /** Of the data and settings: a checkpoint of another run is not gone on with. */
  readonly runFingerprint: string;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
  readonly bestParameters: Parameters;
  readonly state: TrainingState;
}

export interface CheckpointStore {
  load(): Promise<TrainingCheckpoint | undefined>;
  save(checkpoint: TrainingCheckpoint): Promise<void>;
}

const notesSchema = z.object({
  runFingerprint: z.string(),
  bestEpoch: z.number(),
  step: z.number(),
  history: z.array(
    z.object({
      epoch: z.number(),
      trainLoss: z.number(),
      trainReconstruction: z.number(),
      validationLoss: z.number().exactOptional(),
    }),
  ),
});

/** Keeps the checkpoint in one safetensors file, replaced whole, so that a kill at any moment leaves a good one. */
export function fileCheckpointStore(path: string): CheckpointStore {
  return {
    load: async () => {
      let bytes: Uint8Array;
      try {
        bytes = await readFile(path);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
      return decodeCheckpoint(bytes, path);
    },
    save: async (checkpoint) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.new`, encodeCheckpoint(checkpoint));
      await rename(`${path}.new`, path);
    },
  };
}

const groups = ['parameters', 'firstMoments', 'secondMoments', 'bestParameters'] as const;
const trainStepsName = (epoch: number) => `trainSteps/${epoch}`;
const validationStepsName = (epoch: number) => `validationSteps/${epoch}`;

function encodeCheckpoint({ state, ...checkpoint }: TrainingCheckpoint): Uint8Array {
  const { runFingerprint, bestEpoch } = checkpoint;
  const weights = { ...state, bestParameters: checkpoint.bestParameters };
  const tensors = new Map<string, Tensor>();
  for (const group of groups)
    for (const [name, tensor] of weights[group]) tensors.set(`${group}/${name}`, tensor);
  const history = checkpoint.history.map(({ trainSteps, validationSteps, ...record }) => {
    tensors.set(trainStepsName(record.epoch), { shape: [trainSteps.length], values: trainSteps });
    if (validationSteps !== undefined)
      tensors.set(validationStepsName(record.epoch), {
        shape: [validationSteps.length],
        values: validationSteps,
      });
    return record;
  });
  const notes = JSON.stringify({ runFingerprint, bestEpoch, history, step: state.step });
  return encodeSafetensors(tensors, { training: notes });
}

function decodeCheckpoint(bytes: Uint8Array, path: string): TrainingCheckpoint {
  const { parameters: all, metadata } = decodeSafetensors(bytes, path);
  const notes = notesSchema.safeParse(parseJson(metadata['training'] ?? ''));
  if (!notes.success)
    throw new ModelCoreError(`${path}: found no notes of a training run, expected a checkpoint`, {
      code: 'model-file-foreign',
      cause: notes.error,
      context: { file: path },
    });
  const group = (prefix: (typeof groups)[number]): Parameters =>
    new Map(
      [...all].flatMap(([name, tensor]) =>
        name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), tensor] as const] : [],
      ),
    );
  const { step, runFingerprint, bestEpoch } = notes.data;
  const history = notes.data.history.map((record) => {
    const trainSteps = all.get(trainStepsName(record.epoch))?.values ?? new Float32Array(0);
    const validationSteps = all.get(validationStepsName(record.epoch))?.values;
    return { ...record, trainSteps, ...(validationSteps && { validationSteps }) };
  });
  return {
    runFingerprint,
    bestEpoch,
    history,
    bestParameters: group('bestParameters'),
    state: {
      parameters: group('parameters'),
      firstMoments: group('firstMoments'),
      secondMoments: group('secondMoments'),
      step,
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
