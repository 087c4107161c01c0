import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  areaUnderRoc,
  createThreadedEngine,
  findTensorflow,
  loadModel,
  pretrainedModelDirectory,
  reconstructionLosses,
  type Model,
  type ScoringEngine,
} from '@beatwatch/model-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDevice } from '../../../packages/model-core/src/webgpu/device.ts';
import {
  softwareDeviceMissing,
  useSoftwareDevice,
} from '../../../packages/model-core/src/webgpu/software-device-for-tests.ts';
import { WebgpuScoring } from '../../../packages/model-core/src/webgpu/webgpu-scoring.ts';
import { readTestBeats, type TestBeats } from './test-beats.ts';

const dataFolder =
  process.env['ECG_DATA_DIR'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const file = join(dataFolder, 'ecg5000', 'ECG5000_TEST_HALF.arff');
const fileMissing = existsSync(file) ? undefined : `no ${file}: put ECG5000 there or set ECG_DATA_DIR`;
const tensorflow = findTensorflow();
const sampleCount = 140;

// A processor that plays a GPU, beside other tests: it scores some 20 beats a second with the smaller model, on two idle cores.
describe.skipIf(fileMissing)(
  `AUROC on ECG5000's test half ${fileMissing ?? ''}`,
  { timeout: 900_000 },
  () => {
    let model: Model;
    let beats: TestBeats;
    let byOnnx: readonly number[];

    beforeAll(async () => {
      model = await loadModel(pretrainedModelDirectory());
      beats = await readTestBeats(file);
      byOnnx = await reconstructionLosses(
        model,
        beats.anomalous.map((_, at) => beats.samples.slice(at * sampleCount, (at + 1) * sampleCount)),
      );
    }, 900_000);

    /** Of the first beats, whose order a seed decides. */
    const expectSameAuroc = async (score: ScoringEngine['score'], count: number): Promise<void> => {
      const positive = beats.anomalous.slice(0, count);
      const { losses } = await score(beats.samples.slice(0, count * sampleCount), count);
      const expected = areaUnderRoc({ scores: byOnnx.slice(0, count), positive });
      expect(Math.abs(areaUnderRoc({ scores: losses, positive }) - expected)).toBeLessThan(1e-3);
    };

    it('is that of the model on all 2,251 beats by onnx', () => {
      expect(byOnnx).toHaveLength(2251);
      expect(areaUnderRoc({ scores: byOnnx, positive: beats.anomalous })).toBeGreaterThan(0.985);
    });

    it.skipIf(!tensorflow.available)('is the same on all of them by tensorflow', async () => {
      const engine = await createThreadedEngine(model, { engine: 'tensorflow' });
      await expectSameAuroc((samples, batch) => engine.score(samples, batch), byOnnx.length);
      await engine.dispose();
    });

    describe.skipIf(softwareDeviceMissing)(
      `by webgpu on a software device ${softwareDeviceMissing ?? ''}`,
      () => {
        beforeAll(() => {
          useSoftwareDevice();
        });
        afterAll(() => {
          vi.unstubAllEnvs();
        });

        it('is the same on 128 beats', async () => {
          const engine = await createThreadedEngine(model, { engine: 'webgpu' });
          await expectSameAuroc((samples, batch) => engine.score(samples, batch), 128);
          await engine.dispose();
        });

        // The device has no half precision: weights and states between layers are rounded to it, sums have 32 bits, as they would.
        it('is the same on 64 beats in emulated half precision', async () => {
          const device = await openDevice();
          const scoring = new WebgpuScoring(device, model, { float: 'f16-emulated' });
          await expectSameAuroc((samples, batch) => scoring.score(samples, batch), 64);
          device.destroy();
        });
      },
    );
  },
);
