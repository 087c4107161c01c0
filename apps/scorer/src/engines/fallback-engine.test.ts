import { modelVersion } from '@beatwatch/contracts';
import { ModelCoreError, type BatchScores, type ScoringEngine } from '@beatwatch/model-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withFallback } from './fallback-engine.ts';

const scoresOf = (beats: Float32Array): BatchScores => ({
  losses: Float64Array.from(beats),
  reconstructions: beats,
  latents: new Float32Array(0),
});

/** An engine whose loss is the beat's one sample; it notes what it was given, and when it was disposed of. */
function engineOf(name: 'onnx' | 'tensorflow', score?: ScoringEngine['score']) {
  const seen: number[] = [];
  const dispose = vi.fn(() => Promise.resolve());
  const engine: ScoringEngine = {
    name,
    modelVersion: modelVersion('test-1'),
    preprocessing: 'any',
    sampleCount: 1,
    score: (beats, batch) => {
      seen.push(...beats);
      return score?.(beats, batch) ?? Promise.resolve(scoresOf(beats));
    },
    dispose,
  };
  return { engine, seen, dispose };
}

const lost = () => Promise.reject(new ModelCoreError('the device was lost', { code: 'engine-failed' }));

describe('an engine with another behind it', () => {
  it('scores every beat once when it is lost with several batches under way, and says so once', async () => {
    let isLost = false;
    const gpu = engineOf('tensorflow', (beats) => (isLost ? lost() : Promise.resolve(scoresOf(beats))));
    const cpu = engineOf('onnx');
    const onFailure = vi.fn();
    const engine = withFallback(gpu.engine, { createFallback: () => Promise.resolve(cpu.engine), onFailure });
    const before = await engine.score(Float32Array.of(1), 1);
    expect(engine.name).toBe('tensorflow');
    isLost = true;
    const during = await Promise.all([2, 3, 4].map((beat) => engine.score(Float32Array.of(beat), 1)));
    const after = await engine.score(Float32Array.of(5), 1);
    expect([before, ...during, after].map(({ losses }) => losses[0])).toEqual([1, 2, 3, 4, 5]);
    expect(cpu.seen).toEqual([2, 3, 4, 5]);
    expect(onFailure).toHaveBeenCalledTimes(1);
    expect(onFailure.mock.calls[0]).toMatchObject([{ message: 'the device was lost' }]);
    expect(engine.name).toBe('onnx');
    expect(gpu.dispose).toHaveBeenCalledTimes(1);
    await engine.dispose();
    expect(cpu.dispose).toHaveBeenCalledTimes(1);
    expect(gpu.dispose).toHaveBeenCalledTimes(1);
  });

  it('asks the other engine for what was asked for', async () => {
    const cpu = engineOf('onnx');
    const score = vi.spyOn(cpu.engine, 'score');
    const createFallback = () => Promise.resolve(cpu.engine);
    const engine = withFallback(engineOf('tensorflow', lost).engine, { createFallback, onFailure: vi.fn() });
    const beat = Float32Array.of(1);
    for (const results of ['losses', 'all'] as const) {
      await engine.score(beat, 1, { results });
      expect(score).toHaveBeenLastCalledWith(beat, 1, { results });
    }
  });

  it('stays where the beats were refused', async () => {
    const refusal = new ModelCoreError('two samples', { code: 'invalid-argument' });
    const gpu = engineOf('tensorflow', () => Promise.reject(refusal));
    const createFallback = vi.fn();
    const engine = withFallback(gpu.engine, { createFallback, onFailure: createFallback });
    await expect(engine.score(Float32Array.of(1), 1)).rejects.toBe(refusal);
    expect(createFallback).not.toHaveBeenCalled();
  });

  it('asks for the same beats again while no other engine can be had', async () => {
    const cpu = engineOf('onnx');
    const createFallback = vi.fn<() => Promise<ScoringEngine>>();
    createFallback.mockRejectedValueOnce(new Error('no memory')).mockResolvedValue(cpu.engine);
    const engine = withFallback(engineOf('tensorflow', lost).engine, { createFallback, onFailure: vi.fn() });
    await expect(engine.score(Float32Array.of(1), 1)).rejects.toMatchObject({ retryable: true });
    expect((await engine.score(Float32Array.of(1), 1)).losses[0]).toBe(1);
  });

  describe('that hangs', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('is given up after its patience, and a late result counts for nothing', async () => {
      let respond: (scores: BatchScores) => void = () => undefined;
      const gpu = engineOf('tensorflow', () => new Promise((resolve) => (respond = resolve)));
      const cpu = engineOf('onnx');
      const onFailure = vi.fn();
      const engine = withFallback(gpu.engine, {
        createFallback: () => Promise.resolve(cpu.engine),
        onFailure,
        patienceSeconds: 3,
      });
      const scored = engine.score(Float32Array.of(7), 1);
      await vi.advanceTimersByTimeAsync(3000);
      respond(scoresOf(Float32Array.of(99)));
      expect((await scored).losses[0]).toBe(7);
      expect(onFailure.mock.calls[0]).toMatchObject([
        { message: 'the engine tensorflow has not answered for 3 s' },
      ]);
    });
  });
});
