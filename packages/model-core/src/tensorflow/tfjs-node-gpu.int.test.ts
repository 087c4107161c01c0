import { describe, expect, it } from 'vitest';
import { expectGoldenScores, goldenModel, goldenState } from '../../golden/expect-golden.ts';
import { readGoldenCases, type GoldenCase } from '../../golden/golden-case.ts';
import type { ScoringEngine } from '../engines/engine.ts';
import { WorkerClient } from '../threads/worker-client.ts';
import { checkLibrary } from './check-library.ts';
import { bindingOf, loadTensorflow, setUpFolder, usesGpu } from './installation.ts';
import { LstmScoring } from './lstm-scoring.ts';
import { NativeOperators } from './native-operators.ts';
import { gpuPackageMissing } from './set-up-for-tests.ts';
import { createTensorflowScoringEngine } from './tensorflow-scoring.ts';
import { tensorflowWorker } from './worker-entry.ts';

const isLstm = ({ architecture }: GoldenCase): boolean => architecture.kind === 'lstm-autoencoder';

// The other dense ones have the same layers.
const cases = readGoldenCases();
const few = [...cases.filter(isLstm), ...cases.filter((golden) => !isLstm(golden)).slice(0, 1)];

const packageName = '@tensorflow/tfjs-node-gpu';

describe.skipIf(gpuPackageMissing)(`the package tfjs-node-gpu ${gpuPackageMissing ?? ''}`, () => {
  it.each(few)('scores $name as by its plain definition', async (golden) => {
    await expectGoldenScores(await createTensorflowScoringEngine(goldenModel(golden), packageName), golden);
  });

  it('trains the LSTM as by its plain definition', async () => {
    const golden = few.find(isLstm)!;
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

  it("falls back on TensorFlow's own operator where cuDNN's is missing, and leaks no tensor", async () => {
    const golden = few.find(isLstm)!;
    const { manifest, parameters } = goldenModel(golden);
    if (manifest.architecture.kind !== 'lstm-autoencoder') throw new Error('expected an LSTM');
    const tensorflow = loadTensorflow(packageName);
    const operators = new NativeOperators(bindingOf(tensorflow));
    const scoring = new LstmScoring(operators, {
      architecture: manifest.architecture,
      parameters,
      onGpu: true,
      nowMs: () => performance.now(),
    });
    if (!usesGpu(tensorflow)) expect(scoring.operator).toBe('BlockLSTM');
    const score: ScoringEngine['score'] = (...given) => Promise.resolve(scoring.score(...given));
    await expectGoldenScores({ score, dispose: () => Promise.resolve() }, golden);
    const living = operators.livingTensors();
    await expectGoldenScores({ score, dispose: () => Promise.resolve() }, golden);
    expect(operators.livingTensors()).toBe(living);
  });

  it('says whether its library has kernels for CUDA, and computes on a GPU only with them', async () => {
    const result = await checkLibrary(setUpFolder(packageName)!);
    expect(result).toMatchObject({ works: true, cudaKernels: expect.any(Boolean) as boolean });
    if (result.works && !result.cudaKernels) expect(result.usesGpu).toBe(false);
  });
});
