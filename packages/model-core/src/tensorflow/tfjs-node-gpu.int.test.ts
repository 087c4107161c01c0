import { describe, expect, it } from 'vitest';
import { expectGoldenScores, goldenModel, goldenState } from '../../golden/expect-golden.ts';
import { readGoldenCases } from '../../golden/golden-case.ts';
import { WorkerClient } from '../threads/worker-client.ts';
import { checkLibrary } from './check-library.ts';
import { setUpFolder } from './installation.ts';
import { gpuPackageMissing } from './set-up-for-tests.ts';
import { createTensorflowScoringEngine } from './tensorflow-scoring.ts';
import { tensorflowWorker } from './worker-entry.ts';

const packageName = '@tensorflow/tfjs-node-gpu';

describe.skipIf(gpuPackageMissing)(`the package tfjs-node-gpu ${gpuPackageMissing ?? ''}`, () => {
  it.each(readGoldenCases())('scores $name as by its plain definition', async (golden) => {
    await expectGoldenScores(await createTensorflowScoringEngine(goldenModel(golden), packageName), golden);
  });

  it('trains the LSTM as by its plain definition', async () => {
    const golden = readGoldenCases().find(({ architecture }) => architecture.kind === 'lstm-autoencoder')!;
    const { architecture, objective, batch, steps } = golden;
    const worker = await WorkerClient.start(
      { kind: 'train', architecture, objective, state: goldenState(golden), packageName },
      tensorflowWorker,
    );
    const examples = {
      inputs: Float32Array.from(batch.inputs),
      targets: Float32Array.from(batch.targets),
      size: batch.size,
    };
    for (const { options, losses } of steps) {
      const { total } = await worker.call('step', examples, options);
      expect(total / losses.total).toBeCloseTo(1, 5);
    }
    await worker.dispose();
  });

  it('says whether its library has kernels for CUDA, and computes on a GPU only with them', async () => {
    const result = await checkLibrary(setUpFolder(packageName)!);
    expect(result).toMatchObject({ works: true, cudaKernels: expect.any(Boolean) as boolean });
    if (result.works && !result.cudaKernels) expect(result.usesGpu).toBe(false);
  });
});
