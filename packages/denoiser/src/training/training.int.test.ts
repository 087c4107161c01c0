import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTensorflow, initialTrainingState, loadTensorflow } from '@beatwatch/model-core';
import { createSeededRandom } from '@beatwatch/statistics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNetworkPass } from '../model/network-pass.ts';
import { inputChannels } from '../network/network-input.ts';
import { smallNetwork, smallParameters } from '../network/network-for-tests.ts';
import { NetworkTrainer } from './network-trainer.ts';
import { trainDenoiser, type DenoiserTrainingProgress } from './train-denoiser.ts';
import { simulateSlices } from './simulate-slices.ts';
import { fileTrainingStore } from './training-checkpoint.ts';

const missing = !findTensorflow().available;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-denoiser-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A body with organs, 128 x 128. */
function phantom(seed: number) {
  const random = createSeededRandom(seed);
  const side = 128;
  const discs = Array.from({ length: 12 }, () => ({
    x: random.uniform(30, 98),
    y: random.uniform(40, 88),
    radius: random.uniform(4, 12),
    hu: random.uniform(-100, 200),
  }));
  const values = Float32Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [at % side, Math.floor(at / side)];
    if (((x - 64) / 56) ** 2 + ((y - 64) / 40) ** 2 >= 1) return -1000;
    return discs.findLast((disc) => Math.hypot(x - disc.x, y - disc.y) < disc.radius)?.hu ?? 20;
  });
  return { image: { width: side, height: side, values }, pixelSpacingMm: 2.5 };
}

describe.skipIf(missing)('training on TensorFlow', () => {
  it('matches the network on onnxruntime', async () => {
    const parameters = smallParameters(2);
    const state = { ...initialTrainingState(parameters), averages: parameters };
    const trainer = new NetworkTrainer(loadTensorflow(), smallNetwork, state);
    const random = createSeededRandom(1);
    const planes = Float32Array.from({ length: inputChannels * 16 * 12 }, () => random.normal());
    const tile = { left: 0, top: 0, width: 32, height: 24 };
    const expected = await (await createNetworkPass(smallNetwork, parameters, 1))(planes, tile);
    const found = await trainer.pass(planes, tile);
    trainer.dispose();
    expected.forEach((value, at) => {
      expect(found[at]).toBeCloseTo(value, 4);
    });
  });

  it('learns to remove simulated noise, and resumes after an interruption', async () => {
    const slices = await simulateSlices([phantom(1), phantom(2), phantom(3)], {
      incidentPhotons: 1e5,
      drawCount: 2,
      seed: 5,
      workers: 2,
    });
    const run = (steps: number, file: string, seen: DenoiserTrainingProgress[] = []) =>
      trainDenoiser({
        name: 'ct',
        patients: [[slices[0]!], [slices[1]!]],
        validation: [slices[2]!],
        widths: [8, 12],
        blocks: [1, 1],
        steps,
        batchSize: 4,
        patchSide: 64,
        learningRate: 5e-3,
        seed: 3,
        run: 'test',
        store: fileTrainingStore(join(folder, file)),
        onProgress: (progress) => seen.push(progress),
      });
    const seen: DenoiserTrainingProgress[] = [];
    const { validation } = await run(150, 'whole', seen);
    expect(validation!.psnrDb - validation!.noisyPsnrDb).toBeGreaterThan(1);
    expect(seen.at(-1)!.loss).toBeLessThan(seen[0]!.loss / 1.3);
    const again: DenoiserTrainingProgress[] = [];
    await run(160, 'whole', again);
    expect(again.map(({ step }) => step)).toEqual([160]);
  });
});
