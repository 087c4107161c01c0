import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTensorflow } from '@beatwatch/model-core';
import { expect, it } from 'vitest';
import { smallArff, smallSettings, trainLabels } from '../../ecg5000/test-beats.ts';
import { trainEcg } from './train-ecg.ts';

it.skipIf(!findTensorflow().available)('trains on tensorflow what it trains on onnx', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'beatwatch-train-'));
  try {
    const dataFile = join(directory, 'train.arff');
    await writeFile(dataFile, smallArff(trainLabels));
    const train = (engine: 'onnx' | 'tensorflow') =>
      trainEcg({ dataFile, outputDirectory: join(directory, engine), ...smallSettings, engine });
    const [found, expected] = [await train('tensorflow'), await train('onnx')];
    expect(found.folds.map(({ bestEpoch }) => bestEpoch)).toEqual(
      expected.folds.map(({ bestEpoch }) => bestEpoch),
    );
    found.folds.forEach(({ heldOutLoss }, fold) => {
      expect(heldOutLoss / expected.folds[fold]!.heldOutLoss).toBeCloseTo(1, 3);
    });
  } finally {
    await rm(directory, { recursive: true });
  }
});
