import { describe, expect, it } from 'vitest';
import { initialDenseParameters } from '../autoencoders/dense-autoencoder.ts';
import { variationalAutoencoder } from '../autoencoders/dense-family.ts';
import { latentWalk, priorLatents } from '../autoencoders/latents.ts';
import { createModel, createUntrainedModel, pixels0To1 } from '../model.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { createDecoder } from './onnx-decoder.ts';
import { createOnnxScoringEngine } from './onnx-scoring.ts';

const { architecture } = variationalAutoencoder({ sampleCount: 16, hidden: [7], latent: 3 });
const model = createModel({
  architecture,
  parameters: initialDenseParameters(architecture, 4),
  preprocessing: pixels0To1,
});

describe('a decoder', () => {
  it('decodes the codes of images as the whole model does', async () => {
    const random = createSeededRandom(1);
    const images = Float32Array.from({ length: 5 * 16 }, () => random.next());
    const engine = await createOnnxScoringEngine(model);
    const { latents, reconstructions } = await engine.score(images, 5);
    const decoder = await createDecoder(model);
    expect(await decoder.decode(latents, 5)).toEqual(reconstructions);
    await Promise.all([engine.dispose(), decoder.dispose()]);
  });

  it('decodes codes drawn from the prior', async () => {
    const decoder = await createDecoder(model);
    const images = await decoder.decode(priorLatents({ count: 9, latentSize: 3, seed: 2 }), 9);
    await decoder.dispose();
    expect(images).toHaveLength(9 * 16);
    expect(images.every((pixel) => pixel > 0 && pixel < 1)).toBe(true);
  });

  it('is not available for an LSTM autoencoder', async () => {
    const lstm = createUntrainedModel({ embedding: 2, seed: 1 });
    await expect(createDecoder(lstm)).rejects.toThrow('found lstm-autoencoder, expected dense-autoencoder');
  });
});

describe('codes', () => {
  it('are interpolated in equal steps from one to the other', () => {
    const walk = latentWalk(Float32Array.of(0, 1), Float32Array.of(1, -1), 5);
    expect([...walk]).toEqual([0, 1, 0.25, 0.5, 0.5, 0, 0.75, -0.5, 1, -1]);
  });

  it('drawn from the prior have mean 0 and variance 1', () => {
    const latents = priorLatents({ count: 20_000, latentSize: 2, seed: 3 });
    const mean = latents.reduce((sum, value) => sum + value, 0) / latents.length;
    const variance = latents.reduce((sum, value) => sum + (value - mean) ** 2, 0) / latents.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });
});
