import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { loadModel, pretrainedModelDirectory, reconstructionLosses } from '@beatwatch/model-core';
import { describe, expect, it, type TestContext } from 'vitest';
import { normalLabel, readEcg5000 } from '../../ecg5000/beats.ts';
import { evaluateEcg5000 } from './evaluate.ts';

const dataFolder = resolve(
  process.env['ECG_DATA_DIR'] ?? fileURLToPath(new URL('../../../../../../shared/data', import.meta.url)),
);

/** Skips the test if the file is missing; fails in CI. */
function ecg5000File(context: TestContext, name: string): string {
  const file = join(dataFolder, 'ecg5000', name);
  if (existsSync(file)) return file;
  const message = `no ${file}: put ECG5000 there or set ECG_DATA_DIR`;
  if (process.env['CI'] === 'true') throw new Error(message);
  return context.skip(message);
}

describe.each(['ecg5000', 'ecg5000-seed'] as const)('the model %s that comes with Beatwatch', (name) => {
  const directory = pretrainedModelDirectory(name);

  it('separates anomalies from unseen normal beats, at a threshold found without labels', async (context) => {
    const { auroc, accuracy, threshold, model } = await evaluateEcg5000({
      trainFile: ecg5000File(context, 'ECG5000_TRAIN.arff'),
      testFile: ecg5000File(context, 'ECG5000_TEST_HALF.arff'),
      model: { kind: 'directory', directory },
    });
    expect(model).toMatchObject({ trainedOnBeats: 292 });
    expect(auroc).toBeGreaterThanOrEqual(0.985);
    expect(accuracy).toBeGreaterThanOrEqual(0.95);
    expect(threshold.rule).toContain('held-out normal beats');
  });

  it('reconstructs a normal beat with less than half the threshold as loss, an anomalous one with more than it', async (context) => {
    const { all, normals } = await readEcg5000(ecg5000File(context, 'ECG5000_TRAIN.arff'));
    const model = await loadModel(directory);
    const median = async (beats: readonly Float32Array[]): Promise<number> => {
      const losses = await reconstructionLosses(model, beats.slice(0, 41));
      return losses.toSorted((a, b) => a - b)[20]!;
    };
    const anomalies = all.filter(({ label }) => label !== normalLabel).map(({ samples }) => samples);
    const threshold = model.manifest.threshold!.value;
    expect(await median(normals)).toBeLessThan(threshold / 2);
    expect(await median(anomalies)).toBeGreaterThan(threshold);
  });
});
