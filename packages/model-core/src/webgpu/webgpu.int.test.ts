import { createSeededRandom } from '@beatwatch/statistics';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectGoldenScores, goldenModel } from '../../golden/expect-golden.ts';
import { readGoldenCases } from '../../golden/golden-case.ts';
import { largestDifference } from '../engines/engine-trials.ts';
import { createOnnxScoringEngine } from '../engines/onnx-scoring.ts';
import { createUntrainedModel, type Model } from '../model.ts';
import { createWebgpuScoringEngine } from './create-webgpu-engine.ts';
import { openDevice } from './device.ts';
import { softwareDeviceMissing, useSoftwareDevice } from './software-device-for-tests.ts';
import { WebgpuScoring } from './webgpu-scoring.ts';

const randomBeats = (count: number): Float32Array => {
  const random = createSeededRandom(count);
  return Float32Array.from({ length: count }, () => random.normal());
};

async function onnxScores(model: Model, beats: Float32Array, batch: number) {
  const engine = await createOnnxScoringEngine(model);
  const scores = await engine.score(beats, batch);
  await engine.dispose();
  return scores;
}

// A processor that plays a GPU, beside other tests: what takes a second alone may take a minute.
const timeout = 600_000;

describe.skipIf(softwareDeviceMissing)(
  `webgpu on a software device ${softwareDeviceMissing ?? ''}`,
  { timeout },
  () => {
    let device: GPUDevice;

    beforeAll(async () => {
      useSoftwareDevice();
      device = await openDevice();
    }, timeout);
    afterAll(() => {
      device.destroy();
      vi.unstubAllEnvs();
    });

    const lstmCases = readGoldenCases().filter(({ name }) => name === 'LSTM');
    it.each(lstmCases)('agrees with the golden numbers: $name', async (golden) => {
      const scoring = new WebgpuScoring(device, goldenModel(golden));
      await expectGoldenScores(
        { score: (...given) => scoring.score(...given), dispose: () => Promise.resolve() },
        golden,
      );
    });

    // Sizes on both sides of what a workgroup's memory and threads hold, and odd ones.
    it.each([
      { embedding: 1, hidden: 1, batch: 3, beatsPerThread: 1 },
      { embedding: 5, hidden: 11, batch: 18, beatsPerThread: 16 },
      { embedding: 33, hidden: 66, batch: 5, beatsPerThread: 4 },
      { embedding: 9, hidden: 260, batch: 2, beatsPerThread: 1 },
    ])('scores as onnx does: embedding $embedding, hidden $hidden, $batch beats', async (sizes) => {
      const { batch, beatsPerThread, ...model } = sizes;
      const created = createUntrainedModel({ ...model, sampleCount: 5, seed: 2 });
      const beats = randomBeats(batch * 5);
      const wantedWorkgroups = beatsPerThread === 1 ? 256 : 1 / beatsPerThread;
      const found = await new WebgpuScoring(device, created, { wantedWorkgroups }).score(beats, batch);
      expect(largestDifference(found, await onnxScores(created, beats, batch))).toBeLessThan(1e-5);
    });

    it('has several batches under way, each with its own results', async () => {
      const model = createUntrainedModel({ embedding: 4, sampleCount: 12, seed: 3 });
      const scoring = new WebgpuScoring(device, model);
      const batches = [1, 9, 2, 17].map((size) => ({ size, beats: randomBeats(size * 12) }));
      const found = await Promise.all(
        batches.flatMap(({ beats, size }) => [
          scoring.score(beats, size),
          scoring.score(beats, size, { results: 'losses' }),
        ]),
      );
      for (const [index, { beats, size }] of batches.entries()) {
        const expected = await onnxScores(model, beats, size);
        const [all, alone] = found.slice(2 * index);
        expect(largestDifference(all!, expected)).toBeLessThan(1e-5);
        expect(largestDifference({ ...all!, losses: alone!.losses }, expected)).toBeLessThan(1e-5);
      }
    });

    it('loses some 1e-3 in half precision', async () => {
      const model = createUntrainedModel({ embedding: 16, sampleCount: 40, seed: 5 });
      const beats = randomBeats(4 * 40);
      const found = await new WebgpuScoring(device, model, { float: 'f16-emulated' }).score(beats, 4);
      const difference = largestDifference(found, await onnxScores(model, beats, 4));
      expect(difference).toBeGreaterThan(1e-5);
      expect(difference).toBeLessThan(3e-3);
    });

    it('fails every batch under way and every later one once the device is lost', async () => {
      const own = await openDevice();
      const scoring = new WebgpuScoring(own, createUntrainedModel({ embedding: 8, seed: 1 }));
      const beats = randomBeats(140);
      await scoring.score(beats, 1);
      const pending = [1, 2, 3, 4, 5].map(() => scoring.score(beats, 1));
      own.destroy();
      for (const { status } of await Promise.allSettled(pending)) expect(status).toBe('rejected');
      await expect(scoring.score(beats, 1)).rejects.toMatchObject({
        code: 'engine-failed',
        message: expect.stringContaining('the GPU was lost') as string,
      });
    });

    it('scores in a thread of its own', async () => {
      const model = createUntrainedModel({ embedding: 3, sampleCount: 10, seed: 6 });
      const beats = randomBeats(20);
      const engine = await createWebgpuScoringEngine(model);
      const found = await engine.score(beats, 2);
      await expect(createWebgpuScoringEngine(model, { precision: 'float16' })).rejects.toThrow(
        'precision: found float16, expected float32',
      );
      await engine.dispose();
      expect(engine.name).toBe('webgpu');
      expect(largestDifference(found, await onnxScores(model, beats, 2))).toBeLessThan(1e-5);
    });
  },
);
