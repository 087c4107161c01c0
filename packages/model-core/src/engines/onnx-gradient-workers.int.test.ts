import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { readGoldenCases } from '../../golden/golden-case.ts';
import { expectGoldenTraining, goldenState } from '../../golden/expect-golden.ts';
import { initialParameters, lstmAutoencoder } from '../autoencoders/lstm-autoencoder.ts';
import { initialTrainingState } from './initial-training-state.ts';
import { createOnnxTrainingEngine } from './onnx-training.ts';

const architecture = lstmAutoencoder({ embedding: 6, sampleCount: 11 });
const options = { learningRate: 0.01, maximumGradientNorm: 100, seed: 0 };

/** All weights after some steps with batches of `size`. */
async function trained(threads: number, size: number): Promise<readonly number[]> {
  const random = createSeededRandom(size);
  const state = initialTrainingState(initialParameters(architecture, 5));
  const engine = await createOnnxTrainingEngine(
    architecture,
    { reconstruction: 'absolute-error-sum' },
    state,
    { threads },
  );
  for (let step = 0; step < 4; step++) {
    const inputs = Float32Array.from({ length: size * architecture.sampleCount }, () => random.normal());
    await engine.step({ inputs, targets: inputs, size }, options);
  }
  const { parameters } = await engine.state();
  await engine.dispose();
  return [...parameters.values()].flatMap(({ values }) => [...values]);
}

describe('training on several threads', () => {
  it.each(readGoldenCases().filter(({ architecture }) => architecture.kind === 'lstm-autoencoder'))(
    'learns $name as its plain definition does',
    async (golden) => {
      const { architecture, objective } = golden;
      if (architecture.kind !== 'lstm-autoencoder') throw new Error('filtered above');
      await expectGoldenTraining(
        await createOnnxTrainingEngine(architecture, objective, goldenState(golden), { threads: 2 }),
        golden,
      );
    },
  );

  it('gives equal weights each time', async () => {
    expect(await trained(3, 7)).toEqual(await trained(3, 7));
  });

  it('takes batches smaller than its number of threads, and larger than one run', async () => {
    for (const size of [1, 2, 140]) {
      const expected = await trained(1, size);
      const found = await trained(3, size);
      expect(found).toHaveLength(expected.length);
      found.forEach((value, at) => {
        expect(value).toBeCloseTo(expected[at]!, 3);
      });
    }
  });
});
