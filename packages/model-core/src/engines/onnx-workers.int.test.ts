import { describe, expect, it } from 'vitest';
import { createUntrainedModel } from '../model.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { createOnnxScoringEngine } from './onnx-scoring.ts';
import { createOnnxWorkersEngine } from './onnx-workers.ts';

const model = createUntrainedModel({ embedding: 8, seed: 1 });
const random = createSeededRandom(1);
const beats = Float32Array.from({ length: 5 * 140 }, () => random.normal());

describe('onnxruntime in worker threads', () => {
  it('gives the same scores as on the calling thread, in the order of the beats', async () => {
    const direct = await createOnnxScoringEngine(model);
    const expected = await direct.score(beats, 5);
    await direct.dispose();
    for (const workers of [1, 2, 3]) {
      const engine = await createOnnxWorkersEngine(model, { workers });
      const scores = await engine.score(beats, 5);
      await engine.dispose();
      scores.losses.forEach((loss, beat) => {
        expect(loss).toBeCloseTo(expected.losses[beat]!, 3);
      });
      expect(scores.reconstructions).toHaveLength(expected.reconstructions.length);
      scores.reconstructions.forEach((value, at) => {
        expect(value).toBeCloseTo(expected.reconstructions[at]!, 5);
      });
      scores.latents.forEach((value, at) => {
        expect(value).toBeCloseTo(expected.latents[at]!, 5);
      });
    }
  });

  it('scores fewer beats than it has threads', async () => {
    const engine = await createOnnxWorkersEngine(model, { workers: 3 });
    expect((await engine.score(beats.subarray(0, 140), 1)).losses).toHaveLength(1);
    await engine.dispose();
  });

  it('does not block the event loop while scoring', async () => {
    const engine = await createOnnxWorkersEngine(model);
    const many = Float32Array.from({ length: 400 * 140 }, () => random.normal());
    let iterations = 0;
    let scored = false;
    const count = (): void => {
      iterations += 1;
      if (!scored) setImmediate(count);
    };
    setImmediate(count);
    await engine.score(many, 400);
    scored = true;
    await engine.dispose();
    // On the calling thread there would be one iteration for each run of 32 beats.
    expect(iterations).toBeGreaterThan(100);
  });

  it('rejects beats of the wrong length as the single-threaded engine does', async () => {
    const engine = await createOnnxWorkersEngine(model);
    await expect(engine.score(new Float32Array(13), 1)).rejects.toMatchObject({ code: 'invalid-argument' });
    await engine.dispose();
  });
});
