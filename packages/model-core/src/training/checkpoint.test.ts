import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initialTrainingState } from '../engines/initial-training-state.ts';
import { createUntrainedModel } from '../model.ts';
import { fileCheckpointStore, type TrainingCheckpoint } from './checkpoint.ts';

const { parameters } = createUntrainedModel({ embedding: 2, seed: 1 });
const checkpoint: TrainingCheckpoint = {
  runFingerprint: 'some run',
  history: [
    {
      epoch: 1,
      trainLoss: 4,
      trainReconstruction: 3.5,
      validationLoss: 3,
      trainSteps: Float32Array.of(5, 3),
      validationSteps: Float32Array.of(3),
    },
    { epoch: 2, trainLoss: 3, trainReconstruction: 3, trainSteps: Float32Array.of(4, 2) },
  ],
  bestEpoch: 1,
  bestParameters: createUntrainedModel({ embedding: 2, seed: 2 }).parameters,
  state: { ...initialTrainingState(parameters), step: 17 },
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beatwatch-checkpoint-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('fileCheckpointStore', () => {
  it('is empty before the first save, and then returns the whole checkpoint', async () => {
    const store = fileCheckpointStore(join(directory, 'deep', 'run.safetensors'));
    expect(await store.load()).toBeUndefined();
    await store.save(checkpoint);
    expect(await store.load()).toEqual(checkpoint);
    expect(await readdir(join(directory, 'deep'))).toEqual(['run.safetensors']);
  });

  it('rejects a file that is not a checkpoint', async () => {
    const path = join(directory, 'run.safetensors');
    await writeFile(path, 'a poem of some length');
    await expect(fileCheckpointStore(path).load()).rejects.toMatchObject({ code: 'model-file-foreign' });
  });
});
