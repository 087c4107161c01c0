import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { initialParameters, lstmAutoencoder } from '../autoencoders/lstm-autoencoder.ts';
import { createModel } from '../model.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { initialTrainingState } from './initial-training-state.ts';
import { createOnnxScoringEngine } from './onnx-scoring.ts';
import { createOnnxTrainingEngine } from './onnx-training.ts';

const architecture = lstmAutoencoder({ embedding: 32, sampleCount: 12 });
const parameters = initialParameters(architecture, 1);
const weightBytes = [...parameters.values()].reduce((sum, { values }) => sum + values.byteLength, 0);
const size = 4;
const random = createSeededRandom(1);
const examples = Float32Array.from({ length: size * architecture.sampleCount }, () => random.next());

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Resident memory of the process in bytes, native allocations included. */
function residentBytes(): number {
  collectGarbage();
  return process.memoryUsage.rss();
}

async function growthOver(runs: number, run: () => Promise<unknown>): Promise<number> {
  for (let warmUp = 0; warmUp < runs / 4; warmUp++) await run();
  const before = residentBytes();
  for (let done = 0; done < runs; done++) await run();
  return residentBytes() - before;
}

/** Growth if every fourth run leaked one copy of the weights. */
const bound = (1000 * weightBytes) / 4;

/** Allocators keep memory for once, and then no more: a leak grows in every round. */
const rounds = { timeout: 60_000 };

describe('native memory', () => {
  it('does not grow over 1,000 training steps', async () => {
    const state = initialTrainingState(parameters);
    const engine = await createOnnxTrainingEngine(
      architecture,
      { reconstruction: 'absolute-error-sum' },
      state,
    );
    const step = { learningRate: 1e-3, maximumGradientNorm: 100, seed: 0 };
    const batch = { inputs: examples, targets: examples, size };
    await expect.poll(() => growthOver(1000, () => engine.step(batch, step)), rounds).toBeLessThan(bound);
    await engine.dispose();
  });

  it('does not grow over 1,000 scoring runs', async () => {
    const engine = await createOnnxScoringEngine(createModel({ architecture, parameters }));
    await expect.poll(() => growthOver(1000, () => engine.score(examples, size)), rounds).toBeLessThan(bound);
    await engine.dispose();
  });
});
