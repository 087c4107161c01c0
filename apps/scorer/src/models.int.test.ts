import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import { modelVersion } from '@beatwatch/contracts';
import { pretrainedModelDirectory } from '@beatwatch/model-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { tensorflowMissing } from '../../../packages/model-core/src/tensorflow/set-up-for-tests.ts';
import { openModels } from './models.ts';

let registry: string;

beforeAll(async () => {
  registry = await mkdtemp(join(tmpdir(), 'beatwatch-registry-'));
});
afterAll(() => rm(registry, { recursive: true }));

it('opens a trained model by the name it is assigned by, with its own trees where it has any', async () => {
  const config = {
    SCORER_MODEL_DIRS: wearableModelDirectory(),
    SCORER_REGISTRY_DIR: registry,
    SCORER_THREADS: 1,
    SCORER_PRECISION: 'float32' as const,
    SCORER_MAX_BATCH: 32,
    SCORER_MAX_WAIT_MS: 0,
  };
  const [withTrees, without] = ['with-trees', 'without'].map(modelVersion);
  await cp(wearableModelDirectory(), join(registry, withTrees!), { recursive: true });
  await cp(wearableModelDirectory('0', 'beats'), join(registry, withTrees!, 'beats'), { recursive: true });
  await cp(wearableModelDirectory('1'), join(registry, without!), { recursive: true });
  const { models, openFurtherModel, dispose } = await openModels(config);
  const [shipped] = [...models];
  const opened = [await openFurtherModel(withTrees!), await openFurtherModel(without!)];
  const [own, borrowed] = opened.map(({ model }) => model);
  const treesOf = (version: string): string => version.split('_')[1] ?? '';
  expect([own!.version, borrowed!.version]).toEqual([withTrees, without]);
  // The same autoencoder, other trees; then another autoencoder and the shipped trees.
  expect(own!.modelVersion.split('_')[0]).toBe(shipped!.version);
  expect(treesOf(own!.modelVersion)).not.toBe(treesOf(shipped!.modelVersion));
  expect(treesOf(borrowed!.modelVersion)).toBe(treesOf(shipped!.modelVersion));
  for (const one of opened) await one.dispose();
  await dispose();
});

it.skipIf(tensorflowMissing)(
  `has losses alone of a model that needs no more, and the reconstructions that are asked for ${tensorflowMissing ?? ''}`,
  async () => {
    const { models, dispose } = await openModels({
      SCORER_MODEL_DIRS: pretrainedModelDirectory(),
      SCORER_ENGINE: 'tensorflow',
      SCORER_THREADS: 1,
      SCORER_PRECISION: 'float32',
      SCORER_MAX_WAIT_MS: 0,
    });
    const [model] = [...models];
    const beat = Float32Array.from({ length: 140 }, (_, at) => Math.sin(at / 9));
    const [encoded] = await model!.encode([beat]);
    const [reconstruction] = await model!.reconstruct!([beat]);
    await dispose();
    expect(encoded!.reconstruction).toHaveLength(0);
    const loss = reconstruction!.reduce((sum, value, at) => sum + Math.abs(value - beat[at]!), 0);
    expect(encoded!.reconstructionLoss).toBeCloseTo(loss, 3);
  },
  60_000,
);

// Three engines are started, of which TensorFlow alone takes seconds.
it('tries the engines with each model where the setting is auto, and logs what it found', async () => {
  const info = vi.fn();
  const { models, dispose } = await openModels(
    {
      SCORER_MODEL_DIRS: wearableModelDirectory(),
      SCORER_ENGINE: 'auto',
      SCORER_THREADS: 1,
      SCORER_PRECISION: 'float32',
      SCORER_MAX_WAIT_MS: 0,
    },
    { info, error: info },
  );
  const [model] = [...models];
  const [encoded] = await model!.encode([new Float32Array(88)]);
  await dispose();
  expect(encoded!.reconstruction).toHaveLength(88);
  expect(info).toHaveBeenCalledTimes(1);
  expect(info.mock.calls[0]).toMatchObject([
    {
      model: model!.version,
      trials: expect.arrayContaining([
        expect.stringMatching(/^onnx: \d+ beats\/s, largest error \de-\d$/),
      ]) as string[],
    },
    'engine chosen by trial',
  ]);
});
