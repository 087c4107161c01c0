import { z } from 'zod';
import type { Parameters } from '../autoencoders/parameters.ts';
import type { TrainingState } from '../engines/training-engine.ts';
import { ModelCoreError } from '../errors.ts';
import { decodeSafetensors, encodeSafetensors } from '../files/safetensors.ts';
import { groupOf, joinedGroups, readCheckpointFile, replaceCheckpointFile } from './checkpoint-file.ts';

/** Losses of one epoch, in units of the objective. */
export interface EpochRecord {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Minimised loss (reconstruction plus weighted penalty), mean over the training examples. */
  readonly trainLoss: number;
  /** Reconstruction part of the training loss, comparable with the validation loss. */
  readonly trainReconstruction: number;
  /** Mean reconstruction loss of the validation examples after the epoch. Undefined without validation examples. */
  readonly validationLoss?: number;
  /** Loss of each step before its update, mean over the batch. */
  readonly trainSteps: Float32Array;
  /** Loss of each batch of validation examples, in their order. */
  readonly validationSteps?: Float32Array;
}

/** State of a training run after an epoch. */
export interface TrainingCheckpoint {
  /** Fingerprint of data and settings; a run ignores checkpoints of other runs. */
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

/**
 * Stores the checkpoint in a safetensors file, replaced atomically, so that a kill at any moment leaves a valid file.
 */
export function fileCheckpointStore(path: string): CheckpointStore {
  return {
    load: async () => {
      const bytes = await readCheckpointFile(path);
      return bytes && decodeCheckpoint(bytes, path);
    },
    save: (checkpoint) => replaceCheckpointFile(path, encodeCheckpoint(checkpoint)),
  };
}

const trainStepsName = (epoch: number) => `trainSteps/${epoch}`;
const validationStepsName = (epoch: number) => `validationSteps/${epoch}`;

function encodeCheckpoint({ state, ...checkpoint }: TrainingCheckpoint): Uint8Array {
  const { runFingerprint, bestEpoch } = checkpoint;
  const { parameters, firstMoments, secondMoments } = state;
  const { bestParameters } = checkpoint;
  const tensors = joinedGroups({ parameters, firstMoments, secondMoments, bestParameters });
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
    throw new ModelCoreError(
      { file: path, field: 'metadata training', expected: 'the notes of a training checkpoint' },
      {
        code: 'model-file-foreign',
        cause: notes.error,
      },
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
    bestParameters: groupOf(all, 'bestParameters'),
    state: {
      parameters: groupOf(all, 'parameters'),
      firstMoments: groupOf(all, 'firstMoments'),
      secondMoments: groupOf(all, 'secondMoments'),
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
