import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileCheckpointStore } from '@beatwatch/model-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineNames } from '../../ecg5000/baselines.ts';
import type { CompareDetectorsProgress } from '../../ecg5000/compare-detectors.ts';
import { evaluateDetector, type Ecg5000DetectorEvaluation } from './evaluate-seeds.ts';

const sampleCount = 140;

/** A wave with slightly varying phase and form for class 1, a jagged one for the others. */
function row(label: number, index: number): string {
  const samples = Array.from(
    { length: sampleCount },
    (_, step) =>
      Math.sin(step / 3 + 0.3 * Math.sin(index * 7.3)) +
      0.1 * Math.sin(index * 3.1 + (step * index) / 9) +
      (label === 1 ? 0 : 0.5 * label * (-1) ** step),
  );
  return [...samples.map((sample) => sample.toFixed(6)), label].join(',');
}

function arff(labels: readonly number[], offset: number): string {
  const attributes = Array.from({ length: sampleCount }, (_, index) => `@attribute att${index + 1} numeric`);
  const rows = labels.map((label, index) => row(label, index + offset));
  return ['@relation beats', ...attributes, '@attribute target {1,2,3,4,5}', '@data', ...rows, ''].join('\n');
}

const normals = Array.from({ length: 32 }, () => 1);
const settings = { seeds: [7, 8], folds: 2, embedding: 2, epochs: 2 };
const progress: CompareDetectorsProgress[] = [];
let directory: string;
let files: { trainFile: string; testFile: string };
let evaluation: Ecg5000DetectorEvaluation;

const checkpoint = (seed: number, fold: number) =>
  fileCheckpointStore(join(directory, 'detectors', `seed-${seed}-fold-${fold}.safetensors`));

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beatwatch-detector-'));
  files = { trainFile: join(directory, 'train.arff'), testFile: join(directory, 'test.arff') };
  await writeFile(files.trainFile, arff([2, ...normals, 3], 0));
  await writeFile(files.testFile, arff([...normals, 2, 4, 2], 100));
  evaluation = await evaluateDetector({
    ...files,
    ...settings,
    checkpoint,
    nowMs: () => performance.now(),
    onProgress: (step) => progress.push(step),
  });
});
afterAll(() => rm(directory, { recursive: true }));

describe('evaluateDetector', () => {
  it('reports each seed, their mean and their spread', () => {
    const { seeds, mean, spread } = evaluation;
    expect(seeds.map(({ seed }) => seed)).toEqual([7, 8]);
    for (const name of ['auroc', 'averagePrecision', 'accuracy', 'specificity'] as const) {
      const [first = Number.NaN, second = Number.NaN] = seeds.map((figures) => figures[name]);
      expect(mean[name]).toBeCloseTo((first + second) / 2, 12);
      expect(spread[name]).toBeCloseTo(Math.abs(first - second) / Math.SQRT2, 12);
    }
    expect(Object.keys(mean.recallByClass)).toEqual(['2', '4']);
    expect(mean.auroc).toBe(1);
    expect(evaluation.beats).toEqual({ trainedOn: 32, tested: 35 });
  });

  it('judges all baselines on the same beats, at a threshold by the same rule', () => {
    expect(Object.keys(evaluation.baselines)).toEqual(baselineNames);
    for (const figures of Object.values(evaluation.baselines)) {
      expect(figures.auroc).toBeGreaterThan(0.5);
      expect(Object.keys(figures.recallByClass)).toEqual(['2', '4']);
    }
    expect(evaluation.threshold.rule).toBe('98 % quantile of the scores of 32 held-out normal beats');
  });

  it('reports the detector without parts, on the test beats and within the train split', () => {
    const { withoutParts, crossValidation } = evaluation;
    expect(Object.keys(withoutParts)).toEqual(Object.keys(crossValidation.withoutParts));
    expect(withoutParts.withoutAutoencoder.auroc).toBeGreaterThan(0.9);
    expect(Object.keys(crossValidation.mean.recallByClass)).toEqual(['2', '3']);
    // The 98 % quantile of 32 lies between the two highest.
    expect(crossValidation.mean.specificity).toBe(31 / 32);
  });

  it('reports every epoch and the remaining time', () => {
    const trained = progress.flatMap((step) => (step.phase === 'training' ? [step] : []));
    expect(trained.map(({ seed, fold, epoch }) => `${seed} ${fold}.${epoch}`)).toEqual([
      '7 1.1',
      '7 1.2',
      '7 2.1',
      '7 2.2',
      '8 1.1',
      '8 1.2',
      '8 2.1',
      '8 2.2',
    ]);
    expect(trained[0]?.remainingMs).toBeUndefined();
    expect(trained[1]?.remainingMs).toBeGreaterThan(0);
    expect(trained.at(-1)?.remainingMs).toBe(0);
  });

  it('restores trainings from checkpoints, with the same result', async () => {
    expect(await readdir(join(directory, 'detectors'))).toHaveLength(4);
    const again: string[] = [];
    const repeated = await evaluateDetector({
      ...files,
      ...settings,
      checkpoint,
      onProgress: ({ phase }) => again.push(phase),
    });
    expect(again).toEqual(['baselines', 'baselines']);
    expect(repeated).toEqual(evaluation);
  });

  it('learns nothing from anomalies: different ones in the train file change no score', async () => {
    const trainFile = join(directory, 'other.arff');
    const rows = normals.map((label, index) => row(label, index + 1));
    await writeFile(trainFile, [arff([], 0).trimEnd(), ...rows, row(5, 3), row(4, 9), ''].join('\n'));
    const other = await evaluateDetector({ ...files, trainFile, ...settings, checkpoint });
    expect(other.seeds).toEqual(evaluation.seeds);
    expect(other.baselines).toEqual(evaluation.baselines);
  });
});
