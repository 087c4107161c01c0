import {
  decodeSafetensors,
  encodeSafetensors,
  groupOf,
  joinedGroups,
  readCheckpointFile,
  replaceCheckpointFile,
  type Parameters,
} from '@beatwatch/model-core';
import { DenoiserError } from '../errors.ts';
import type { NetworkTrainingState } from './network-trainer.ts';

/** Keeps where a run stands; a run with other settings starts anew. */
export interface TrainingStore {
  load(run: string): Promise<NetworkTrainingState | undefined>;
  save(run: string, state: NetworkTrainingState): Promise<void>;
}

/** One safetensors file, replaced whole, so that a kill at any moment leaves a good one. */
export function fileTrainingStore(path: string): TrainingStore {
  return {
    load: async (run) => {
      const bytes = await readCheckpointFile(path);
      if (bytes === undefined) return undefined;
      const { parameters, metadata } = decodeSafetensors(bytes, path);
      return metadata['run'] === run ? stateOf(parameters, metadata['step'], path) : undefined;
    },
    save: (run, { step, ...groups }) =>
      replaceCheckpointFile(path, encodeSafetensors(joinedGroups(groups), { run, step: String(step) })),
  };
}

function stateOf(all: Parameters, stepText: string | undefined, path: string): NetworkTrainingState {
  const step = Number(stepText);
  if (!Number.isSafeInteger(step) || step < 0)
    throw new DenoiserError(
      { file: path, found: `step ${stepText ?? 'none'}`, expected: 'a whole number' },
      {
        code: 'unsuitable-model',
      },
    );
  return {
    parameters: groupOf(all, 'parameters'),
    firstMoments: groupOf(all, 'firstMoments'),
    secondMoments: groupOf(all, 'secondMoments'),
    averages: groupOf(all, 'averages'),
    step,
  };
}
