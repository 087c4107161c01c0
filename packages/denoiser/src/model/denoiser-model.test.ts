import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallNetwork, smallParameters } from '../network/network-for-tests.ts';
import { blockName, blocksOf } from '../network/residual-network.ts';
import { loadDenoiserModel, saveDenoiserModel, type DenoiserModel } from './denoiser-model.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-denoiser-'));
  await saveDenoiserModel(folder, model);
});
afterEach(() => rm(folder, { recursive: true }));

const model: Omit<DenoiserModel, 'version'> = {
  name: 'ct',
  network: smallNetwork,
  parameters: smallParameters(1),
  training: {
    patients: ['A'],
    sliceCount: 2,
    steps: 3,
    batchSize: 4,
    patchSide: 96,
    learningRate: 1e-3,
    incidentPhotons: 1e5,
    seed: 1,
    minutes: 0.5,
  },
  metrics: { psnrDb: 40 },
};

const description = () => join(folder, 'denoiser.json');
const weights = () => join(folder, 'weights.safetensors');

async function change(edit: (json: Record<string, unknown>) => void): Promise<void> {
  const json = JSON.parse(await readFile(description(), 'utf8')) as Record<string, unknown>;
  edit(json);
  await writeFile(description(), JSON.stringify(json));
}

describe('a denoiser on disk', () => {
  it('loads as it was saved, with a version derived from its weights', async () => {
    const loaded = await loadDenoiserModel(folder);
    expect(loaded).toMatchObject({
      name: 'ct',
      network: model.network,
      training: model.training,
      metrics: model.metrics,
    });
    expect(loaded.parameters).toEqual(model.parameters);
    expect(loaded.version).toMatch(/^ct-[0-9a-f]{12}$/);
  });

  it('keeps what its blocks compute with bytes, which changes its version', async () => {
    const before = await loadDenoiserModel(folder);
    const range = { input: [-1, 2], hidden: [0, 3], output: [-0.5, 0.25] } as const;
    const ranges = Object.fromEntries(blocksOf(smallNetwork).map((block) => [blockName(block), range]));
    const bytes = { ranges, noiseHu: 40 };
    await saveDenoiserModel(folder, { ...model, bytes });
    const loaded = await loadDenoiserModel(folder);
    expect(loaded.bytes).toEqual(bytes);
    expect(loaded.version).not.toBe(before.version);
  });

  it.each([
    ['other weights', () => writeFile(weights(), 'xx'), /weights\.safetensors: found other weights/],
    ['no weights', () => rm(weights()), /weights\.safetensors is missing/],
    ['no JSON', () => writeFile(description(), '{'), /denoiser\.json: found other content/],
    ['another format', () => change((json) => (json['format'] = 'x')), /format/],
    [
      'a network that the weights do not fit',
      () => change((json) => (json['network'] = { ...smallNetwork, widths: [4, 6, 9] })),
      /tensor narrowing\.1\.weights: found 8 x 6 x 2 x 2, expected 9 x 6 x 2 x 2/,
    ],
    [
      'ranges of some blocks only',
      () => change((json) => (json['bytes'] = { ranges: {}, noiseHu: 40 })),
      /bytes\.ranges\.down\.0\.0: found none, expected ranges of every block/,
    ],
    [
      'an input of another kind',
      () => change((json) => (json['network'] = { ...smallNetwork, inputChannels: 3 })),
      /network\.inputChannels/,
    ],
  ])('is refused with %s', async (_, spoil, message) => {
    await spoil();
    const load = loadDenoiserModel(folder);
    await expect(load).rejects.toMatchObject({ code: 'unsuitable-model' });
    await expect(load).rejects.toThrow(message);
  });
});
