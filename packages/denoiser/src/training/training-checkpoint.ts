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

/** Saves the state of a run; a run with other settings starts from the beginning. */
export interface TrainingStore {
  load(run: string): Promise<NetworkTrainingState | undefined>;
  save(run: string, state: NetworkTrainingState): Promise<void>;
}

/** One safetensors file, replaced atomically, so that it stays valid if the process is killed. */
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
