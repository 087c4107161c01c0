import { describe, expect, it } from 'vitest';
import {
  expectGoldenScores,
  expectGoldenTraining,
  goldenModel,
  goldenState,
} from '../../golden/expect-golden.ts';
import { readGoldenCases } from '../../golden/golden-case.ts';
import { createScoringEngine } from './create-scoring-engine.ts';
import { createTrainingEngine } from './create-training-engine.ts';

describe.each(readGoldenCases())('$name', (golden) => {
  const { architecture, objective } = golden;
  const isLstm = architecture.kind === 'lstm-autoencoder';

  it('is scored by onnx as by its plain definition', async () => {
    const engine = await createScoringEngine(goldenModel(golden), { engine: 'onnx' });
    expect(engine.name).toBe('onnx');
    await expectGoldenScores(engine, golden);
  });

  // wasm runs dense models only. The test is omitted instead of skipped, because CI fails on skipped tests.
  if (!isLstm)
    it('is scored by wasm as by its plain definition', async () => {
      await expectGoldenScores(await createScoringEngine(goldenModel(golden), { engine: 'wasm' }), golden);
    });

  it(`learns on ${isLstm ? 'onnx' : 'wasm'} as by its plain definition`, async () => {
    const engine = isLstm ? 'onnx' : 'wasm';
    const state = goldenState(golden);
    await expectGoldenTraining(
      await createTrainingEngine(architecture, objective, state, { engine }),
      golden,
    );
  });
});
