import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { initialDenseParameters } from '../autoencoders/dense-autoencoder.ts';
import { denoisingAutoencoder } from '../autoencoders/dense-family.ts';
import { createScoringEngine } from '../engines/create-scoring-engine.ts';
import { createModel, createUntrainedModel, pixels0To1 } from '../model.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { exportOnnx } from './export-onnx.ts';

const { architecture } = denoisingAutoencoder({ sampleCount: 12, hidden: [6, 5], latent: 4 });
const models = [
  createUntrainedModel({ embedding: 3, seed: 1, sampleCount: 12 }),
  createModel({
    architecture,
    parameters: initialDenseParameters(architecture, 2),
    preprocessing: pixels0To1,
    threshold: { value: 1.5, rule: 'as the test says' },
  }),
];

it.each(models)('$manifest.architecture.kind scores the same from its ONNX file', async (model) => {
  const random = createSeededRandom(5);
  const beats = Float32Array.from({ length: 3 * 12 }, () => random.normal());
  const session = await InferenceSession.create(exportOnnx(model));
  const outputs = await session.run({ beats: new Tensor('float32', beats, [3, 12]) });
  await session.release();
  const engine = await createScoringEngine(model);
  const scores = await engine.score(beats, 3);
  await engine.dispose();
  expect(outputs['reconstructions']?.data).toEqual(scores.reconstructions);
  expect(outputs['latents']?.data).toEqual(scores.latents);
  expect(outputs['losses']?.dims).toEqual([3]);
  expect(Float64Array.from(outputs['losses']?.data as Float32Array)).toEqual(scores.losses);
});

it('names model, preprocessing and threshold in the file', () => {
  const text = new TextDecoder('latin1').decode(exportOnnx(models[1]!));
  for (const expected of [models[1]!.manifest.version, 'pixels-0-1', 'threshold\u0012\u00031.5'])
    expect(text).toContain(expected);
});
