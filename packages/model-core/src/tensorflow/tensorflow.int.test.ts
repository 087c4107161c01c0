import { describe, expect, it } from 'vitest';
import {
  expectGoldenScores,
  expectGoldenTraining,
  goldenModel,
  goldenState,
} from '../../golden/expect-golden.ts';
import { readGoldenCases } from '../../golden/golden-case.ts';
import { initialParametersOf } from '../autoencoders/architecture.ts';
import { vanillaAutoencoder } from '../autoencoders/dense-family.ts';
import { initialParameters, lstmAutoencoder } from '../autoencoders/lstm-autoencoder.ts';
import type { Objective } from '../autoencoders/objective.ts';
import { initialTrainingState } from '../engines/initial-training-state.ts';
import { createOnnxScoringEngine } from '../engines/onnx-scoring.ts';
import { createOnnxTrainingEngine } from '../engines/onnx-training.ts';
import type { ExampleBatch } from '../engines/training-engine.ts';
import { createUntrainedModel } from '../model.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { tensorflowMissing } from './set-up-for-tests.ts';
import { createTensorflowScoringEngine } from './tensorflow-scoring.ts';
import { createTensorflowTrainingEngine } from './tensorflow-training.ts';
import { WorkerClient } from '../threads/worker-client.ts';
import { tensorflowWorker } from './worker-entry.ts';

const sampleCount = 20;

function noisyBatch(seed: number, size: number): ExampleBatch {
  const random = createSeededRandom(seed);
  const targets = Float32Array.from({ length: size * sampleCount }, () => random.normal());
  return { inputs: targets.map((value) => value + 0.1 * random.normal()), targets, size };
}

/** Norm of the difference, relative to the norm of the expected values. */
function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, length] = [0, 0];
  for (let at = 0; at < expected.length; at++) {
    difference += (found[at]! - expected[at]!) ** 2;
    length += expected[at]! ** 2;
  }
  return Math.sqrt(difference / length);
}

const objectives: readonly Objective[] = [
  { reconstruction: 'absolute-error-sum' },
  { reconstruction: 'mean-squared-error', penalty: { kind: 'l1-sparsity', weight: 0.01 } },
];

describe.skipIf(tensorflowMissing)(`golden numbers on tensorflow ${tensorflowMissing ?? ''}`, () => {
  describe.each(readGoldenCases())('$name', (golden) => {
    it('is scored as by its plain definition', async () => {
      await expectGoldenScores(await createTensorflowScoringEngine(goldenModel(golden)), golden);
    });

    it('learns as by its plain definition', async () => {
      const { architecture, objective } = golden;
      const engine = await createTensorflowTrainingEngine(architecture, objective, goldenState(golden));
      await expectGoldenTraining(engine, golden);
    });
  });
});

describe.skipIf(tensorflowMissing)(`the engine tensorflow ${tensorflowMissing ?? ''}`, () => {
  it('scores beats as the onnx engine does, in runs of any size', async () => {
    const model = createUntrainedModel({ embedding: 6, hidden: 9, sampleCount, seed: 4 });
    const { inputs } = noisyBatch(1, 70);
    const engines = await Promise.all([createTensorflowScoringEngine(model), createOnnxScoringEngine(model)]);
    const [found, expected] = await Promise.all(engines.map((engine) => engine.score(inputs, 70)));
    const [alone] = await Promise.all(
      engines.map((engine) => engine.score(inputs, 70, { results: 'losses' })),
    );
    await Promise.all(engines.map((engine) => engine.dispose()));
    for (const part of ['losses', 'reconstructions', 'latents'] as const) {
      expect(found![part]).toHaveLength(expected![part].length);
      expect(relativeError(found![part], expected![part])).toBeLessThan(1e-5);
    }
    expect(relativeError(alone!.losses, expected!.losses)).toBeLessThan(1e-5);
    expect(inputs).toHaveLength(70 * sampleCount);
  });

  it.each(objectives)('trains the LSTM autoencoder as the onnx engine does, with %j', async (objective) => {
    const architecture = lstmAutoencoder({ embedding: 6, hidden: 9, sampleCount });
    const state = initialTrainingState(initialParameters(architecture, 5));
    const engines = await Promise.all([
      createTensorflowTrainingEngine(architecture, objective, state),
      createOnnxTrainingEngine(architecture, objective, state),
    ]);
    for (let step = 0; step < 10; step++) {
      const options = { learningRate: 1e-3, maximumGradientNorm: 2, seed: step };
      const [found, expected] = await Promise.all(
        engines.map((engine) => engine.step(noisyBatch(step, 1 + (step % 5)), options)),
      );
      expect(found!.total / expected!.total).toBeCloseTo(1, 5);
      expect(found!.reconstruction / expected!.reconstruction).toBeCloseTo(1, 5);
    }
    const batch = noisyBatch(99, 3);
    const [losses, expectedLosses] = await Promise.all(engines.map((engine) => engine.losses(batch)));
    const [found, expected] = await Promise.all(engines.map((engine) => engine.state()));
    await Promise.all(engines.map((engine) => engine.dispose()));
    expect(relativeError(losses!, expectedLosses!)).toBeLessThan(1e-5);
    expect(found!.step).toBe(10);
    for (const part of ['parameters', 'firstMoments', 'secondMoments'] as const) {
      for (const [name, { shape, values }] of expected![part]) {
        const tensor = found![part].get(name)!;
        expect(tensor.shape).toEqual(shape);
        expect(relativeError(tensor.values, values), `${part} ${name}`).toBeLessThan(1e-5);
      }
    }
  });

  it('resumes from a state with the same result', async () => {
    const architecture = lstmAutoencoder({ embedding: 3, hidden: 4, sampleCount });
    const objective: Objective = { reconstruction: 'absolute-error-sum' };
    const options = { learningRate: 1e-3, maximumGradientNorm: 100, seed: 1 };
    const begin = initialTrainingState(initialParameters(architecture, 6));
    const first = await createTensorflowTrainingEngine(architecture, objective, begin);
    await first.step(noisyBatch(1, 4), options);
    const between = await first.state();
    await first.step(noisyBatch(2, 4), options);
    const second = await createTensorflowTrainingEngine(architecture, objective, between);
    await second.step(noisyBatch(2, 4), options);
    expect(await second.state()).toEqual(await first.state());
    await Promise.all([first.dispose(), second.dispose()]);
  });

  it.each([
    ['LSTM', lstmAutoencoder({ embedding: 4, hidden: 8, sampleCount })],
    ['dense', vanillaAutoencoder({ latent: 3, sampleCount }).architecture],
  ])('leaks no tensor and no memory in 1,000 training steps, %s', async (_, architecture) => {
    const state = initialTrainingState(initialParametersOf(architecture, 7));
    const objective: Objective = { reconstruction: 'absolute-error-sum' };
    const worker = await WorkerClient.start(
      { kind: 'train', architecture, objective, state },
      tensorflowWorker,
    );
    const options = { learningRate: 1e-3, maximumGradientNorm: 100, seed: 1 };
    const batch = noisyBatch(3, 4);
    const steps = async (count: number) => {
      for (let step = 0; step < count; step++) await worker.call('step', batch, options);
      return { ...(await worker.call('memory')), residentBytes: process.memoryUsage().rss };
    };
    const growth = async () => {
      const before = await steps(200);
      const after = await steps(1000);
      expect(after.livingTensors).toBe(before.livingTensors);
      return after.residentBytes - before.residentBytes;
    };
    // If the tensors of all steps leaked, memory would grow by about 400 MB in every round.
    await expect.poll(growth, { timeout: 120_000 }).toBeLessThan(60e6);
    await worker.dispose();
  });

  it('rejects an unsupported objective with the code of the other engines', async () => {
    const architecture = lstmAutoencoder({ embedding: 2, sampleCount });
    const state = initialTrainingState(initialParameters(architecture, 1));
    const contractive: Objective = {
      reconstruction: 'mean-squared-error',
      penalty: { kind: 'contractive', weight: 1 },
    };
    await expect(createTensorflowTrainingEngine(architecture, contractive, state)).rejects.toMatchObject({
      name: 'ModelCoreError',
      code: 'invalid-argument',
    });
  });
});
