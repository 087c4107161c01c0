import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel, saveModel } from '@beatwatch/model-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateEcg5000, type EvaluatedModel } from './evaluate.ts';
import { trainEcg } from '../../trainers/ecg5000/train-ecg.ts';
import type { TrainEcgProgress } from '../../ecg5000/train-model.ts';

const sampleCount = 140;
const settings = { embedding: 2, epochs: 2, batchSize: 4, folds: 2, seed: 5 };

/** A smooth wave for a normal beat (class 1), a jagged one for any other. */
function row(label: number, index: number): string {
  const samples = Array.from({ length: sampleCount }, (_, step) =>
    label === 1 ? Math.sin(step / 20 + index / 50) : 3 * (step % 2) + label,
  );
  return [...samples.map((sample) => sample.toFixed(6)), label].join(',');
}

function arff(labels: readonly number[], offset = 0): string {
  const attributes = Array.from({ length: sampleCount }, (_, index) => `@attribute att${index + 1} numeric`);
  const rows = labels.map((label, index) => row(label, index + offset));
  return ['@relation beats', ...attributes, '@attribute target {1,2,3,4,5}', '@data', ...rows, ''].join('\n');
}

const dataRows = async (file: string): Promise<string[]> =>
  (await readFile(file, 'utf8')).split('\n').filter((line) => /^[-\d]/.test(line));

let directory: string;
let trainFile: string;
let testFile: string;
let model: EvaluatedModel;
const progress: TrainEcgProgress[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beatwatch-ecg5000-'));
  trainFile = join(directory, 'train.arff');
  testFile = join(directory, 'test.arff');
  await writeFile(trainFile, arff([1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 1]));
  await writeFile(testFile, arff([1, 2, 1, 1, 2, 4, 1], 100));
  const modelDirectory = join(directory, 'model');
  await trainEcg({
    dataFile: trainFile,
    outputDirectory: modelDirectory,
    ...settings,
    onProgress: (step) => progress.push(step),
  });
  model = { kind: 'directory', directory: modelDirectory };
});
afterAll(() => rm(directory, { recursive: true }));

describe('trainEcg', () => {
  it('trains on the normal beats alone and says what it did', async () => {
    const outputDirectory = join(directory, 'again');
    const report = await trainEcg({ dataFile: trainFile, outputDirectory, ...settings });
    expect(report).toMatchObject({ outputDirectory, normalBeats: 9, otherBeats: 2 });
    expect(report.folds.map((fold) => fold.trainBeats + fold.heldOutBeats)).toEqual([9, 9]);
    const { manifest } = await loadModel(outputDirectory);
    expect(manifest).toEqual(report.manifest);
    expect(manifest.training).toMatchObject({ beatCount: 9, epochs: 2, batchSize: 4, seed: 5 });
    expect(manifest.threshold?.rule).toContain('9 held-out normal beats');
  });

  it('makes the same model whatever the anomalies in the file are', async () => {
    const [otherFile, outputDirectory] = [join(directory, 'other.arff'), join(directory, 'other')];
    const rows = (await dataRows(trainFile)).filter((line) => line.endsWith(',1'));
    await writeFile(otherFile, [arff([]).trimEnd(), ...rows, row(5, 7), ''].join('\n'));
    const { manifest } = await trainEcg({ dataFile: otherFile, outputDirectory, ...settings });
    expect(manifest).toEqual((await loadModel(join(directory, 'model'))).manifest);
  });

  it('tells of every epoch of every run', () => {
    expect(progress.map(({ stage, run, epoch }) => `${stage} ${run}.${epoch}`)).toEqual([
      'fold 1.1',
      'fold 1.2',
      'fold 2.1',
      'fold 2.2',
      'final 3.1',
      'final 3.2',
    ]);
  });

  it('refuses a file without normal beats', async () => {
    const dataFile = join(directory, 'anomalies.arff');
    await writeFile(dataFile, arff([2, 3]));
    await expect(trainEcg({ dataFile, outputDirectory: directory, ...settings })).rejects.toMatchObject({
      code: 'unsuitable-data',
    });
  });
});

describe('evaluateEcg5000', () => {
  it('judges every beat of the test file, anomalies as the positive side', async () => {
    const evaluation = await evaluateEcg5000({ trainFile, testFile, model });
    const { truePositives, falsePositives, trueNegatives, falseNegatives } = evaluation.counts;
    expect(truePositives + falseNegatives).toBe(3);
    expect(trueNegatives + falsePositives).toBe(4);
    expect(evaluation.auroc).toBe(1);
    expect(Object.keys(evaluation.recallByClass)).toEqual(['2', '4']);
    expect(evaluation.model).toMatchObject({ source: 'directory', trainedOnBeats: 9 });
  });

  it('refuses a model that was trained on other beats, and says what to do', async () => {
    const evaluation = evaluateEcg5000({ trainFile: testFile, testFile, model });
    await expect(evaluation).rejects.toMatchObject({ code: 'other-training-data' });
    await expect(evaluation).rejects.toThrow('retrain, or name a model trained on them');
  });

  it('refuses a model without a threshold', async () => {
    const { manifest, parameters } = await loadModel(join(directory, 'model'));
    const { threshold: _, ...rest } = manifest;
    const withoutThreshold = join(directory, 'without-threshold');
    await saveModel(withoutThreshold, { manifest: rest, parameters });
    await expect(
      evaluateEcg5000({ trainFile, testFile, model: { kind: 'directory', directory: withoutThreshold } }),
    ).rejects.toMatchObject({ code: 'unsuitable-model' });
  });

  it('trains first where it is asked to, and finds what the saved model finds', async () => {
    const retrained = await evaluateEcg5000({ trainFile, testFile, model: { kind: 'retrained', settings } });
    const saved = await evaluateEcg5000({ trainFile, testFile, model });
    expect({ ...retrained, model: undefined }).toEqual({ ...saved, model: undefined });
    expect(retrained.model.source).toBe('retrained');
  });
});
