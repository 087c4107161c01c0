import {
  createThreadedEngine,
  loadModel,
  pretrainedModelDirectory,
  type BatchScores,
  type ScoringEngine,
} from '@beatwatch/model-core';
import { createSeededRandom } from '@beatwatch/statistics';
import { expect, it, vi } from 'vitest';
import { createMicroBatcher } from '../micro-batcher.ts';
import { withFallback } from './fallback-engine.ts';

/** Counts the batches that it has scored, and reports each. */
function observed(engine: ScoringEngine, onScored: (batches: number) => void): ScoringEngine {
  let batches = 0;
  return {
    ...engine,
    name: engine.name,
    score: async (beats, batch): Promise<BatchScores> => {
      const scores = await engine.score(beats, batch);
      onScored((batches += 1));
      return scores;
    },
    dispose: () => engine.dispose(),
  };
}

it('scores each beat once where the thread of the engine is killed in the middle of the stream', async () => {
  const model = await loadModel(pretrainedModelDirectory());
  const { sampleCount } = model.manifest.architecture;
  const open = () => createThreadedEngine(model, { engine: 'onnx' });
  const first = await open();
  const onFailure = vi.fn();
  // Ends the thread while later batches are under way.
  const killing = observed(first, (batches) => {
    if (batches === 3) setImmediate(() => void first.dispose());
  });
  const engine = withFallback(
    { ...killing, sampleCount, modelVersion: first.modelVersion, preprocessing: first.preprocessing },
    { createFallback: open, onFailure },
  );
  const encode = createMicroBatcher(engine, { maxBatch: 8, maxWaitMs: 0 });
  const random = createSeededRandom(1);
  const beats = Array.from({ length: 200 }, () =>
    Float32Array.from({ length: sampleCount }, () => random.normal()),
  );
  const encoded = await Promise.all(beats.map(async (beat) => (await encode([beat]))[0]!));
  await engine.dispose();

  expect(onFailure).toHaveBeenCalledTimes(1);
  const whole = await open();
  const joined = new Float32Array(beats.length * sampleCount);
  beats.forEach((beat, index) => {
    joined.set(beat, index * sampleCount);
  });
  const expected = await whole.score(joined, beats.length);
  await whole.dispose();
  encoded.forEach(({ reconstructionLoss }, index) => {
    expect(reconstructionLoss).toBeCloseTo(expected.losses[index]!, 3);
  });
});
