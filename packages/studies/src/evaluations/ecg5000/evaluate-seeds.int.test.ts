import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { evaluateDetector } from './evaluate-seeds.ts';

const dataFolder = resolve(
  process.env['ECG_DATA_DIR'] ?? fileURLToPath(new URL('../../../../../../shared/data', import.meta.url)),
);

it('beats the baselines on ECG5000 even with two briefly trained autoencoders', async (context) => {
  const [trainFile = '', testFile = ''] = ['ECG5000_TRAIN.arff', 'ECG5000_TEST_HALF.arff'].map((name) =>
    join(dataFolder, 'ecg5000', name),
  );
  if (!existsSync(trainFile) || !existsSync(testFile)) {
    const message = `no ${trainFile} or ${testFile}: put ECG5000 there or set ECG_DATA_DIR`;
    if (process.env['CI'] === 'true') throw new Error(message);
    context.skip(message);
  }
  const { mean, baselines } = await evaluateDetector({
    trainFile,
    testFile,
    seeds: [1],
    folds: 2,
    epochs: 10,
  });
  expect(mean.auroc).toBeGreaterThan(Math.max(...Object.values(baselines).map(({ auroc }) => auroc)));
  expect(mean.auroc).toBeGreaterThanOrEqual(0.99);
});
