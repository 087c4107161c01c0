import { describe, expect, it } from 'vitest';
import type { EpochProgress, LstmTrainingOptions } from './train-lstm-autoencoder.ts';
import { trainLstmAutoencoder } from './train-lstm-autoencoder.ts';
import type { CheckpointStore, TrainingCheckpoint } from './checkpoint.ts';

/** Beats of one shape with another height each: little to learn. */
const wave = (height: number): Float32Array =>
  Float32Array.from({ length: 16 }, (_, step) => height * Math.sin(step / 3));
const beatsOf = (...heights: number[]): Float32Array[] => heights.map(wave);

const options: LstmTrainingOptions = {
  trainBeats: beatsOf(0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4),
  validationBeats: beatsOf(0.75, 1.05),
  embedding: 4,
  epochs: 12,
  batchSize: 4,
  learningRate: 0.02,
  seed: 3,
};

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

describe('trainLstmAutoencoder', () => {
  it('learns beats that are alike', async () => {
    const { history } = await trainLstmAutoencoder({ ...options, epochs: 60 });
    expect(history).toHaveLength(60);
    expect(history.at(-1)!.validationLoss).toBeLessThan(0.5 * history[0]!.validationLoss!);
  });

  it('gives the same model for the same seed and another for another', async () => {
    const first = await trainLstmAutoencoder(options);
    expect(await trainLstmAutoencoder(options)).toEqual(first);
    const other = await trainLstmAutoencoder({ ...options, seed: 4 });
    expect(other.parameters).not.toEqual(first.parameters);
  });

  it('learns nothing from the validation beats', async () => {
    const one = await trainLstmAutoencoder({ ...options, validationBeats: [] });
    const other = await trainLstmAutoencoder(options);
    expect(other.history.map((epoch) => epoch.trainLoss)).toEqual(
      one.history.map((epoch) => epoch.trainLoss),
    );
  });

  it('keeps the weights of the best epoch and stops when none better comes', async () => {
    const progress: EpochProgress[] = [];
    const { history, bestEpoch } = await trainLstmAutoencoder({
      ...options,
      // A validation beat upside down gets worse the better the others are learned.
      validationBeats: beatsOf(-1),
      epochs: 40,
      patience: 5,
      onEpoch: (epoch) => progress.push(epoch),
    });
    const losses = history.map((epoch) => epoch.validationLoss!);
    expect(bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(history).toHaveLength(bestEpoch + 5);
    expect(progress.findLast((epoch) => epoch.isBest)?.epoch).toBe(bestEpoch);
  });

  it('goes on after an interruption as if there had been none', async () => {
    const whole = await trainLstmAutoencoder(options);
    const store = memoryStore();
    const killed = trainLstmAutoencoder({
      ...options,
      checkpoint: store,
      onEpoch: ({ epoch }) => {
        if (epoch === 5) throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    expect(store.saved).toHaveLength(5);
    expect(await trainLstmAutoencoder({ ...options, checkpoint: store })).toEqual(whole);
    expect(store.saved).toHaveLength(12);
  });

  it('begins anew where the checkpoint is of other data', async () => {
    const store = memoryStore();
    await trainLstmAutoencoder({ ...options, epochs: 3, checkpoint: store });
    const other = { ...options, epochs: 3, trainBeats: beatsOf(0.2, 0.3) };
    expect(await trainLstmAutoencoder({ ...other, checkpoint: store })).toEqual(
      await trainLstmAutoencoder(other),
    );
  });

  it('refuses beats of different lengths', async () => {
    const beats = [wave(1), new Float32Array(15)];
    await expect(trainLstmAutoencoder({ ...options, trainBeats: beats })).rejects.toThrow(
      'beat 1: found 15 samples, expected 16',
    );
  });

  it('tells how long the rest will take', async () => {
    let now = 0;
    const remaining: unknown[] = [];
    await trainLstmAutoencoder({
      ...options,
      epochs: 3,
      nowMs: () => (now += 10),
      onEpoch: ({ remainingMs }) => remaining.push(remainingMs),
    });
    expect(remaining).toEqual([20, 10, 0]);
  });
});
