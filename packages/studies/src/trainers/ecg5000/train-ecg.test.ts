import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '@beatwatch/model-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beatRow, smallArff, smallSettings, trainLabels } from '../../ecg5000/test-beats.ts';
import type { TrainEcgProgress } from '../../ecg5000/train-model.ts';
import { trainEcg } from './train-ecg.ts';

const dataRows = async (file: string): Promise<string[]> =>
  (await readFile(file, 'utf8')).split('\n').filter((line) => /^[-\d]/.test(line));

let directory: string;
let trainFile: string;
const progress: TrainEcgProgress[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beatwatch-ecg5000-'));
  trainFile = join(directory, 'train.arff');
  await writeFile(trainFile, smallArff(trainLabels));
  await trainEcg({
    dataFile: trainFile,
    outputDirectory: join(directory, 'model'),
    ...smallSettings,
    onProgress: (step) => progress.push(step),
  });
});
afterAll(() => rm(directory, { recursive: true }));

describe('trainEcg', () => {
  it('trains on the normal beats alone and reports counts and folds', async () => {
    const outputDirectory = join(directory, 'again');
    const report = await trainEcg({ dataFile: trainFile, outputDirectory, ...smallSettings });
    expect(report).toMatchObject({ outputDirectory, normalBeats: 9, otherBeats: 2 });
    expect(report.folds.map((fold) => fold.trainBeats + fold.heldOutBeats)).toEqual([9, 9]);
    const { manifest } = await loadModel(outputDirectory);
    expect(manifest).toEqual(report.manifest);
    expect(manifest.training).toMatchObject({ beatCount: 9, epochs: 2, batchSize: 4, seed: 5 });
    expect(manifest.threshold?.rule).toContain('9 held-out normal beats');
  });

  it('makes the same model regardless of the anomalies in the file', async () => {
    const [otherFile, outputDirectory] = [join(directory, 'other.arff'), join(directory, 'other')];
    const rows = (await dataRows(trainFile)).filter((line) => line.endsWith(',1'));
    await writeFile(otherFile, [smallArff([]).trimEnd(), ...rows, beatRow(5, 7), ''].join('\n'));
    const { manifest } = await trainEcg({ dataFile: otherFile, outputDirectory, ...smallSettings });
    expect(manifest).toEqual((await loadModel(join(directory, 'model'))).manifest);
  });

  it('reports every epoch of every run', () => {
    expect(progress.map(({ phase, run, epoch }) => `${phase} ${run}.${epoch}`)).toEqual([
      'fold 1.1',
      'fold 1.2',
      'fold 2.1',
      'fold 2.2',
      'final 3.1',
      'final 3.2',
    ]);
  });

  it('hands the engine on to every run', async () => {
    const outputDirectory = join(directory, 'on-wasm');
    const training = trainEcg({ dataFile: trainFile, outputDirectory, ...smallSettings, engine: 'wasm' });
    await expect(training).rejects.toThrow(/found wasm, expected onnx or tensorflow/);
  });

  it('refuses a file without normal beats', async () => {
    const dataFile = join(directory, 'anomalies.arff');
    await writeFile(dataFile, smallArff([2, 3]));
    await expect(trainEcg({ dataFile, outputDirectory: directory, ...smallSettings })).rejects.toMatchObject({
      code: 'unsuitable-data',
    });
  });
});
