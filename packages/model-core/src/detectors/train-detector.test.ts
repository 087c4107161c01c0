import { beforeAll, describe, expect, it } from 'vitest';
import { areaUnderRoc } from '../metrics/ranking.ts';
import type { CheckpointStore, TrainingCheckpoint } from '../training/checkpoint.ts';
import { detectorParts, trainDetector, type Detector } from './train-detector.ts';

const wave = (index: number, jagged = 0): Float32Array =>
  Float32Array.from(
    { length: 24 },
    (_, step) =>
      Math.sin(step / 3 + 0.2 * Math.sin(index * 7.3)) +
      jagged * (-1) ** step +
      0.05 * Math.sin(index * step),
  );
const normals = Array.from({ length: 48 }, (_, index) => wave(index));
const strange = Array.from({ length: 12 }, (_, index) => wave(100 + index, 0.8));
const unseen = Array.from({ length: 40 }, (_, index) => wave(200 + index));

function memoryStores() {
  const kept = new Map<number, TrainingCheckpoint>();
  const store = (fold: number): CheckpointStore => ({
    load: () => Promise.resolve(kept.get(fold)),
    save: (checkpoint) => {
      kept.set(fold, checkpoint);
      return Promise.resolve();
    },
  });
  return { kept, store };
}

const settings = { seed: 3, folds: 3, embedding: 2, epochs: 2 };
const { kept, store } = memoryStores();
let detector: Detector;
const epochs: string[] = [];

beforeAll(async () => {
  detector = await trainDetector(normals, {
    ...settings,
    checkpoint: store,
    onProgress: ({ fold, epoch }) => epochs.push(`${fold}.${epoch}`),
  });
});

describe('trainDetector', () => {
  it('flags strange beats, and few normal beats that it was not trained on', async () => {
    const beats = [...unseen, ...strange];
    const scores = await detector.score(beats);
    expect(areaUnderRoc({ scores, positive: beats.map((_, index) => index >= 40) })).toBe(1);
    const flagged = [...scores].map((score) => score > detector.threshold.value);
    expect(flagged.slice(40)).not.toContain(false);
    expect(flagged.slice(0, 40).filter(Boolean).length).toBeLessThan(8);
  });

  it('takes its threshold from the held-out normal beats', () => {
    const above = [...detector.heldOut.scores].filter((score) => score > detector.threshold.value);
    expect(above).toHaveLength(1);
    expect(detector.threshold.rule).toContain('48 held-out normal beats');
  });

  it('scores the mean of its parts, and reports losses and reconstructions', async () => {
    const { scores, parts, losses, reconstructions } = await detector.examine(strange);
    expect(Object.keys(parts)).toEqual(detectorParts);
    scores.forEach((score, beat) => {
      const sum = detectorParts.reduce((total, part) => total + (parts[part][beat] ?? Number.NaN), 0);
      expect(score).toBeCloseTo(sum / detectorParts.length, 10);
    });
    expect(losses).toHaveLength(12);
    expect(reconstructions.map(({ length }) => length)).toEqual(strange.map(() => 24));
  });

  it('gives a beat the same score alone and in a batch, and no score for no beats', async () => {
    const [alone] = await detector.score(strange.slice(5, 6));
    expect(alone).toBeCloseTo((await detector.score(strange))[5] ?? Number.NaN, 4);
    expect(await detector.score([])).toHaveLength(0);
  });

  it('trains each fold once, and resumes from its checkpoints', async () => {
    expect(epochs).toEqual(['1.1', '1.2', '2.1', '2.2', '3.1', '3.2']);
    expect([...kept.keys()]).toEqual([1, 2, 3]);
    const again = await trainDetector(normals, {
      ...settings,
      checkpoint: store,
      onProgress: () => expect.unreachable(),
    });
    expect(again.threshold).toEqual(detector.threshold);
  });

  it('gives another detector for another seed', async () => {
    const other = await trainDetector(normals, { ...settings, seed: 4 });
    expect(other.threshold.value).not.toBe(detector.threshold.value);
  });
});
