import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decodeSafetensors, encodeSafetensors, type Parameters, type Tensor } from '@beatwatch/model-core';
import { DenoiserError } from '../errors.ts';
import type { NetworkTrainingState } from './network-trainer.ts';

/** Keeps where a run stands; a run with other settings starts anew. */
export interface TrainingStore {
  load(run: string): Promise<NetworkTrainingState | undefined>;
  save(run: string, state: NetworkTrainingState): Promise<void>;
}

const groups = ['parameters', 'firstMoments', 'secondMoments', 'averages'] as const;

/** One safetensors file, replaced whole, so that a kill at any moment leaves a good one. */
export function fileTrainingStore(path: string): TrainingStore {
  return {
    load: async (run) => {
      let bytes: Uint8Array;
      try {
        bytes = await readFile(path);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
      const { parameters, metadata } = decodeSafetensors(bytes, path);
      return metadata['run'] === run ? stateOf(parameters, metadata['step'], path) : undefined;
    },
    save: async (run, state) => {
      const tensors = new Map<string, Tensor>();
      for (const group of groups)
        for (const [name, tensor] of state[group]) tensors.set(`${group}/${name}`, tensor);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.new`, encodeSafetensors(tensors, { run, step: String(state.step) }));
      await rename(`${path}.new`, path);
    },
  };
}

function stateOf(all: Parameters, stepText: string | undefined, path: string): NetworkTrainingState {
  const step = Number(stepText);
  if (!Number.isSafeInteger(step) || step < 0)
    throw new DenoiserError(`${path}: found step ${stepText ?? 'none'}, expected a whole number`, {
      code: 'unsuitable-model',
      context: { file: path },
    });
  const group = (prefix: (typeof groups)[number]): Parameters =>
    new Map(
      [...all].flatMap(([name, tensor]) =>
        name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), tensor] as const] : [],
      ),
    );
  return {
    parameters: group('parameters'),
    firstMoments: group('firstMoments'),
    secondMoments: group('secondMoments'),
    averages: group('averages'),
    step,
  };
}
