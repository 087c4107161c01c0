import { describe, expect, it } from 'vitest';
import type { EpochProgress, StepProgress, TrainAutoencoderOptions } from './train-options.ts';
import { noisy, testRun, wave, wavesOf } from './test-run.ts';
import { trainAutoencoder } from './train-autoencoder.ts';
import type { Objective } from '../autoencoders/objective.ts';
import type { CheckpointStore, TrainingCheckpoint } from './checkpoint.ts';

function memoryStore(): CheckpointStore & { saved: TrainingCheckpoint[] } {
  const saved: TrainingCheckpoint[] = [];
  return {
    saved,
    load: () => Promise.resolve(saved.at(-1)),
    save: (checkpoint) => {
      saved.push(checkpoint);
      return Promise.resolve();
    },
  };
}

describe('trainAutoencoder', () => {
  it('learns similar beats', async () => {
    const { history } = await trainAutoencoder({ ...testRun, epochs: 60 });
    expect(history).toHaveLength(60);
    expect(history.at(-1)!.validationLoss).toBeLessThan(0.5 * history[0]!.validationLoss!);
  });

  it('gives the same model for the same seed, and a different one for another', async () => {
    const first = await trainAutoencoder(testRun);
    expect(await trainAutoencoder(testRun)).toEqual(first);
    const other = await trainAutoencoder({ ...testRun, seed: 4 });
    expect(other.parameters).not.toEqual(first.parameters);
  });

  it('learns nothing from the validation beats', async () => {
    const one = await trainAutoencoder({ ...testRun, validation: [] });
    const other = await trainAutoencoder(testRun);
    expect(other.history.map((epoch) => epoch.trainLoss)).toEqual(
      one.history.map((epoch) => epoch.trainLoss),
    );
  });

  it('keeps the weights of the best epoch and stops without improvement', async () => {
    const progress: EpochProgress[] = [];
    const { history, bestEpoch } = await trainAutoencoder({
      ...testRun,
      // The inverted beat's loss grows as the others are learned.
      validation: wavesOf(-1),
      epochs: 40,
      patience: 5,
      onEpoch: (epoch) => {
        progress.push(epoch);
      },
    });
    const losses = history.map((epoch) => epoch.validationLoss!);
    expect(bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(history).toHaveLength(bestEpoch + 5);
    expect(progress.findLast((epoch) => epoch.isBest)?.epoch).toBe(bestEpoch);
  });

  it('resumes after an interruption with the same result', async () => {
    const whole = await trainAutoencoder(testRun);
    const store = memoryStore();
    const killed = trainAutoencoder({
      ...testRun,
      checkpoint: store,
      onEpoch: ({ epoch }) => {
        if (epoch === 5) throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    expect(store.saved).toHaveLength(4);
    expect(await trainAutoencoder({ ...testRun, checkpoint: store })).toEqual(whole);
    expect(store.saved).toHaveLength(12);
  });

  it('begins with given weights, leaves them as they are, and resumes no run that began with others', async () => {
    const base = await trainAutoencoder(testRun);
    const before = structuredClone(base.parameters);
    const store = memoryStore();
    const further = { ...testRun, epochs: 2, initialParameters: base.parameters };
    const { history, parameters } = await trainAutoencoder({ ...further, checkpoint: store });
    expect(history[0]!.trainLoss).toBeLessThan(base.history[0]!.trainLoss);
    expect(base.parameters).toEqual(before);
    const other = await trainAutoencoder({ ...testRun, epochs: 2, checkpoint: store });
    expect(other.parameters).not.toEqual(parameters);
  });

  it('starts over if the checkpoint belongs to other data', async () => {
    const store = memoryStore();
    await trainAutoencoder({ ...testRun, epochs: 3, checkpoint: store });
    const other = { ...testRun, epochs: 3, train: wavesOf(0.2, 0.3) };
    expect(await trainAutoencoder({ ...other, checkpoint: store })).toEqual(await trainAutoencoder(other));
  });

  it('starts over if the noise is different', async () => {
    const store = memoryStore();
    const settings = { ...testRun, epochs: 3, prepare: noisy, checkpoint: store };
    await trainAutoencoder({ ...settings, prepareName: 'normal noise' });
    await trainAutoencoder({ ...settings, prepareName: 'normal noise' });
    expect(store.saved).toHaveLength(3);
    await trainAutoencoder({ ...settings, prepareName: 'other noise' });
    expect(store.saved).toHaveLength(6);
    await expect(trainAutoencoder(settings)).rejects.toThrow('prepareName is missing');
  });

  it('records the loss of every step and every validation batch', async () => {
    const steps: StepProgress[] = [];
    const { history } = await trainAutoencoder({ ...testRun, epochs: 2, onStep: (step) => steps.push(step) });
    const recorded = history.flatMap(({ trainSteps }) => [...trainSteps]);
    expect(recorded).toEqual(steps.map(({ total }) => total));
    expect(steps.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
      [2, 2],
      [2, 3],
    ]);
    // Nine examples in batches of 4, 4 and 1.
    const [a, b, c] = history[0]!.trainSteps;
    expect(history[0]!.trainLoss).toBeCloseTo((4 * a! + 4 * b! + c!) / 9, 5);
    expect(history[0]!.validationSteps).toHaveLength(1);
    expect(history[0]!.validationSteps![0]).toBeCloseTo(history[0]!.validationLoss!, 5);
  });

  it('draws the same validation noise in every epoch', async () => {
    const constant: TrainAutoencoderOptions = {
      ...testRun,
      prepare: noisy,
      learningRate: Number.MIN_VALUE,
      epochs: 3,
    };
    const { history } = await trainAutoencoder(constant);
    const [first, ...others] = history.map(({ validationLoss }) => validationLoss);
    for (const other of others) expect(other).toBe(first);
    expect(new Set(history.map(({ trainLoss }) => trainLoss)).size).toBe(3);
  });

  it('gives onEpoch reconstructions with the weights of the epoch', async () => {
    const pictures: Float32Array[] = [];
    const { bestEpoch } = await trainAutoencoder({
      ...testRun,
      onEpoch: async (_progress, engine) => {
        pictures.push(await engine.reconstruct(wave(1), 1));
      },
    });
    expect(pictures).toHaveLength(12);
    const errorOf = (picture: Float32Array) =>
      picture.reduce((sum, value, at) => sum + Math.abs(value - wave(1)[at]!), 0);
    expect(errorOf(pictures[bestEpoch - 1]!)).toBeLessThan(errorOf(pictures[0]!));
  });

  it('adds the penalty to the training loss', async () => {
    const objective: Objective = {
      reconstruction: 'mean-squared-error',
      penalty: { kind: 'l1-sparsity', weight: 0.1 },
    };
    const { history } = await trainAutoencoder({ ...testRun, objective });
    for (const { trainLoss, trainReconstruction } of history)
      expect(trainLoss).toBeGreaterThan(trainReconstruction);
    const contractive: Objective = { ...objective, penalty: { kind: 'contractive', weight: 1 } };
    await expect(trainAutoencoder({ ...testRun, objective: contractive })).rejects.toThrow(
      'penalty: found contractive',
    );
  });

  it('stops if a loss is not a number', async () => {
    const broken = { ...testRun, prepare: () => ({ input: wave(1), target: wave(Number.NaN) }) };
    await expect(trainAutoencoder(broken)).rejects.toThrow('epoch 1, step 1: found a loss of NaN');
  });

  it('rejects beats of different lengths', async () => {
    const beats = [wave(1), new Float32Array(15)];
    await expect(trainAutoencoder({ ...testRun, train: beats })).rejects.toThrow(
      'train 1: found 15 samples, expected 16',
    );
  });

  it('estimates the remaining time', async () => {
    let now = 0;
    const remaining: unknown[] = [];
    await trainAutoencoder({
      ...testRun,
      epochs: 3,
      nowMs: () => (now += 10),
      onEpoch: ({ remainingMs }) => {
        remaining.push(remainingMs);
      },
    });
    expect(remaining).toEqual([20, 10, 0]);
  });
});
