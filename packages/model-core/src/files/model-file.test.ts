import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initialDenseParameters } from '../autoencoders/dense-autoencoder.ts';
import { vanillaAutoencoder, variationalAutoencoder } from '../autoencoders/dense-family.ts';
import { createModel, createUntrainedModel, pixels0To1, type Model } from '../model.ts';
import { loadModel, saveModel } from './model-file.ts';

let directory: string;
const untrained = createUntrainedModel({ embedding: 4, seed: 7 });
const model: Model = {
  ...untrained,
  manifest: {
    ...untrained.manifest,
    threshold: { value: 31.5, rule: 'as the test says' },
    training: {
      dataFingerprint: 'sha256:00',
      beatCount: 292,
      epochs: 3,
      batchSize: 8,
      learningRate: 0.001,
      seed: 7,
    },
    metrics: { meanLoss: 20.5 },
    libraries: { onnxruntime: '1.30.0' },
  },
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beatwatch-model-'));
  await saveModel(directory, model);
});
afterEach(() => rm(directory, { recursive: true }));

async function editManifest(edit: (manifest: Record<string, unknown>) => void): Promise<void> {
  const path = join(directory, 'model.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  edit(manifest);
  await writeFile(path, JSON.stringify(manifest));
}

describe('a model on disk', () => {
  it('is loaded as it was saved', async () => {
    expect(await loadModel(directory)).toEqual(model);
  });

  it('is loaded as it was saved if it is a dense one for images', async () => {
    const { architecture } = variationalAutoencoder({ sampleCount: 16, hidden: [5], latent: 2 });
    const parameters = initialDenseParameters(architecture, 3);
    const dense = createModel({ architecture, parameters, preprocessing: pixels0To1 });
    await saveModel(directory, dense);
    expect(await loadModel(directory)).toEqual(dense);
    expect(dense.manifest).toMatchObject({ preprocessing: 'pixels-0-1' });
    expect(dense.manifest.version).toMatch(/^dense-ae-2-[0-9a-f]{12}$/);
  });

  it('is missing if the directory does not exist', async () => {
    await expect(loadModel(join(directory, 'elsewhere'))).rejects.toMatchObject({
      code: 'model-file-missing',
    });
  });

  it.each([
    ['text that is not JSON', (path: string) => writeFile(path, 'model'), 'model-file-foreign'],
    ['other JSON', (path: string) => writeFile(path, '[1]'), 'model-file-foreign'],
  ])('is foreign if model.json holds %s', async (_, spoil, code) => {
    await spoil(join(directory, 'model.json'));
    await expect(loadModel(directory)).rejects.toMatchObject({ code });
  });

  it('is foreign if its format version is newer', async () => {
    await editManifest((manifest) => (manifest['formatVersion'] = 2));
    await expect(loadModel(directory)).rejects.toMatchObject({ code: 'model-file-foreign' });
  });

  it.each([
    ['version', 'two words'],
    ['architecture', { kind: 'lstm-autoencoder', sampleCount: 140, embedding: 0, hidden: 8 }],
    ['encoder', { ...vanillaAutoencoder().architecture, encoder: [] }],
    ['codeActivation', { ...variationalAutoencoder().architecture, codeActivation: 'relu' }],
    ['threshold', { value: -1, rule: 'below zero' }],
  ])('is broken if %s is invalid, and the error names the field', async (field, value) => {
    const part = typeof value === 'object' && 'kind' in value ? 'architecture' : field;
    await editManifest((manifest) => (manifest[part] = value));
    const failure = loadModel(directory);
    await expect(failure).rejects.toMatchObject({ code: 'model-file-broken' });
    await expect(failure).rejects.toThrow(field);
  });

  it('reports the invalid field, the value found and the one expected', async () => {
    await editManifest((manifest) => (manifest['preprocessing'] = 5));
    const file = join(directory, 'model.json');
    await expect(loadModel(directory)).rejects.toThrow(`${file}: preprocessing: found 5, expected text`);
    await expect(loadModel(directory)).rejects.toMatchObject({
      refusal: { file, field: 'preprocessing', found: '5', expected: 'text' },
    });
  });

  it('is broken if weights differ in shape from the architecture', async () => {
    await editManifest((manifest) => {
      manifest['architecture'] = { kind: 'lstm-autoencoder', sampleCount: 140, embedding: 5, hidden: 8 };
    });
    await expect(loadModel(directory)).rejects.toThrow('found [16, 8], expected [20, 8]');
  });

  it('is broken if the weights belong to another model', async () => {
    const other = await mkdtemp(join(tmpdir(), 'beatwatch-model-'));
    await saveModel(other, createUntrainedModel({ embedding: 4, seed: 8 }));
    await writeFile(
      join(directory, 'weights.safetensors'),
      await readFile(join(other, 'weights.safetensors')),
    );
    await rm(other, { recursive: true });
    await expect(loadModel(directory)).rejects.toMatchObject({ code: 'model-file-broken' });
  });

  it('is broken if the weights are truncated', async () => {
    const path = join(directory, 'weights.safetensors');
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 4));
    await expect(loadModel(directory)).rejects.toMatchObject({ code: 'model-file-broken' });
  });
});
