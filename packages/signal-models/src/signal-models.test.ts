import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fitBoostedTrees } from '@beatwatch/boosted-trees';
import { createBeatsModel, loadBeatsModel, saveBeatsModel } from './beats-model.ts';
import { loadFibrillationModel, saveFibrillationModel } from './fibrillation-model.ts';
import { loadQualityModel, saveQualityModel } from './quality-model.ts';
import { loadSignalModels, shippedModelFolder } from './shipped-models.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-signal-model-'));
});
afterEach(() => rm(folder, { recursive: true }));

const bytesIn = (directory: string) =>
  Promise.all(['model.json', 'weights.safetensors'].map((name) => readFile(join(directory, name))));

async function edit(change: (description: Record<string, unknown>) => void): Promise<void> {
  const path = join(folder, 'model.json');
  const description = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  change(description);
  await writeFile(path, JSON.stringify(description));
}

describe('the shipped models', () => {
  it('have a version and training records', async () => {
    const { manifests } = await loadSignalModels();
    expect(manifests.map(({ version }) => version)).toEqual([
      'signal-quality-f9c6df3ffd61',
      'fibrillation-911ca26a6c28',
    ]);
    for (const { training } of manifests) expect(Object.keys(training.records)).toContain('mitdb');
  });

  it('have the same bytes after reading and writing', async () => {
    await saveQualityModel(folder, await loadQualityModel(shippedModelFolder('quality')));
    expect(await bytesIn(folder)).toEqual(await bytesIn(shippedModelFolder('quality')));
    await saveFibrillationModel(folder, await loadFibrillationModel(shippedModelFolder('fibrillation')));
    expect(await bytesIn(folder)).toEqual(await bytesIn(shippedModelFolder('fibrillation')));
  });
});

const trees = fitBoostedTrees(
  { features: Float32Array.of(0, 1, 2, Number.NaN), columns: 1, targets: [0, 1, 2, 0], classes: 3 },
  { rounds: 3, depth: 2, seed: 1 },
);
const beats = createBeatsModel(trees, {
  features: ['a'],
  classes: ['N', 'S', 'V'],
  training: {
    dataFingerprint: `sha256:${'0'.repeat(64)}`,
    records: { mitdb: ['101'] },
    seed: 1,
    beatCount: 4,
    autoencoders: ['lstm-ae-16-b11f46e8198a'],
    learningRate: 0.1,
  },
  metrics: { 'mitdb V': { auroc: 0.9 } },
});

describe('a model of beat classes', () => {
  it('survives its files', async () => {
    await saveBeatsModel(folder, beats);
    expect(await loadBeatsModel(folder)).toEqual(beats);
  });

  it('is refused where the trees are not those of the description', async () => {
    await saveBeatsModel(folder, beats);
    await edit((all) => (all['trees'] = { ...beats.manifest.trees, rounds: 2 }));
    await expect(loadBeatsModel(folder)).rejects.toMatchObject({ code: 'model-file-broken' });
  });
});

describe('a model of signal quality', () => {
  beforeEach(async () => {
    await saveQualityModel(folder, await loadQualityModel(shippedModelFolder('quality')));
  });

  it.each<[string, (description: Record<string, unknown>) => void, string, string]>([
    ['preprocessing', (all) => (all['preprocessing'] = 'others'), '"others"', '"second-features-1"'],
    ['seed', (all) => ((all['training'] as Record<string, unknown>)['seed'] = 'x'), '"x"', 'a number'],
  ])(
    'is rejected for a wrong %s with file, field, found and expected',
    async (field, change, found, expected) => {
      await edit(change);
      const failure = loadQualityModel(folder);
      await expect(failure).rejects.toMatchObject({
        code: 'model-file-broken',
        refusal: { file: join(folder, 'model.json'), found, expected },
      });
      await expect(failure).rejects.toThrow(field);
    },
  );

  it('is rejected if the classes are in another order', async () => {
    await edit((all) => ((all['network'] as Record<string, string[]>)['classes'] = ['baseline', 'usable']));
    await expect(loadQualityModel(folder)).rejects.toThrow('usable, muscle, electrode-motion, baseline');
  });

  it('is rejected if its weights have another fingerprint', async () => {
    await edit((all) => (all['weightsSha256'] = '0'.repeat(64)));
    await expect(loadQualityModel(folder)).rejects.toMatchObject({
      code: 'model-file-broken',
      refusal: { file: join(folder, 'weights.safetensors'), field: 'SHA-256 of the weights' },
    });
  });

  it('is rejected if its weights have another shape', async () => {
    await edit((all) => ((all['network'] as Record<string, number>)['hiddenUnits'] = 8));
    await expect(loadQualityModel(folder)).rejects.toThrow('tensor hidden: found [16, 46], expected [8, 46]');
  });

  it('is rejected if it is another kind of model', async () => {
    await expect(loadQualityModel(shippedModelFolder('fibrillation'))).rejects.toThrow('kind');
    await expect(loadFibrillationModel(folder)).rejects.toThrow('kind');
  });

  it('is reported as missing if its folder is missing', async () => {
    await expect(loadQualityModel(join(folder, 'elsewhere'))).rejects.toMatchObject({
      code: 'model-file-missing',
    });
  });
});
