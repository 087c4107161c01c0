import { expect, it } from 'vitest';
import { createUntrainedModel } from '../model.ts';
import { fastestEngine, largestDifference, type EngineTrial } from './engine-trials.ts';
import { createOnnxScoringEngine } from './onnx-scoring.ts';
import { plainScores } from './plain-scores.ts';

const trial = (engine: EngineTrial['engine'], beatsPerSecond: number): EngineTrial => ({
  engine,
  outcome: 'agrees',
  largestError: 1e-6,
  beatsPerSecond,
});

it('takes the fastest engine, but another than onnx only where it is a fifth faster', () => {
  expect(fastestEngine([trial('onnx', 100), trial('tensorflow', 119)])).toBe('onnx');
  expect(fastestEngine([trial('onnx', 100), trial('tensorflow', 121)])).toBe('tensorflow');
});

it('never takes an engine that differs from the plain definition', () => {
  const wrong: EngineTrial = { engine: 'tensorflow', outcome: 'differs', largestError: 0.1 };
  expect(fastestEngine([trial('onnx', 1), wrong])).toBe('onnx');
  expect(() => fastestEngine([{ engine: 'onnx', outcome: 'unavailable', reason: 'gone' }, wrong])).toThrow(
    'engine: found onnx (gone), tensorflow differs',
  );
});

it('measures how far an engine is from the plain definition', async () => {
  const model = createUntrainedModel({ embedding: 3, sampleCount: 6, seed: 1 });
  const beats = Float32Array.from({ length: 12 }, (_, at) => Math.sin(at));
  const expected = plainScores(model, beats, 2);
  const engine = await createOnnxScoringEngine(model);
  const found = await engine.score(beats, 2);
  await engine.dispose();
  expect(largestDifference(found, expected)).toBeLessThan(1e-5);
  expect(
    largestDifference({ ...found, losses: found.losses.map((loss) => 1.01 * loss) }, expected),
  ).toBeCloseTo(0.01, 4);
  expect(largestDifference({ ...found, latents: Float32Array.of(Number.NaN) }, expected)).toBeNaN();
});
