import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel, saveModel } from '@beatwatch/model-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEcg5000 } from '../../ecg5000/beats.ts';
import { smallArff, smallSettings, trainLabels } from '../../ecg5000/test-beats.ts';
import { trainEcgModel } from '../../ecg5000/train-model.ts';
import { evaluateEcg5000, type EvaluatedModel } from './evaluate.ts';

let directory: string;
let trainFile: string;
let testFile: string;
let model: EvaluatedModel;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beatwatch-ecg5000-'));
  trainFile = join(directory, 'train.arff');
  testFile = join(directory, 'test.arff');
  await writeFile(trainFile, smallArff(trainLabels));
  await writeFile(testFile, smallArff([1, 2, 1, 1, 2, 4, 1], 100));
  const modelDirectory = join(directory, 'model');
  const { normals } = await readEcg5000(trainFile);
  const trained = await trainEcgModel(normals, smallSettings);
  await saveModel(modelDirectory, trained.model);
  model = { kind: 'directory', directory: modelDirectory };
});
afterAll(() => rm(directory, { recursive: true }));

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

  it('refuses a model trained on other beats, and suggests a remedy', async () => {
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

  it('retrains first if told to, and gives the saved model’s result', async () => {
    const retrained = await evaluateEcg5000({
      trainFile,
      testFile,
      model: { kind: 'retrained', settings: smallSettings },
    });
    const saved = await evaluateEcg5000({ trainFile, testFile, model });
    expect({ ...retrained, model: undefined }).toEqual({ ...saved, model: undefined });
    expect(retrained.model.source).toBe('retrained');
  });
});
