import { expect } from 'vitest';
import type { Parameters } from '../src/autoencoders/parameters.ts';
import type { ScoringEngine } from '../src/engines/engine.ts';
import { initialTrainingState } from '../src/engines/initial-training-state.ts';
import type { TrainingEngine, TrainingState } from '../src/engines/training-engine.ts';
import { createModel, type Model } from '../src/model.ts';
import type { GoldenCase } from './golden-case.ts';

const parametersOf = ({ parameters }: GoldenCase): Parameters =>
  new Map(
    Object.entries(parameters).map(([name, { shape, values }]) => [
      name,
      { shape, values: Float32Array.from(values) },
    ]),
  );

export const goldenModel = (golden: GoldenCase): Model =>
  createModel({ architecture: golden.architecture, parameters: parametersOf(golden) });

export const goldenState = (golden: GoldenCase): TrainingState => initialTrainingState(parametersOf(golden));

/** Expects each number to differ by at most 1e-5 of the array's largest magnitude. */
function expectClose(found: Iterable<number>, expected: readonly number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  const numbers = [...found];
  expect(numbers).toHaveLength(expected.length);
  numbers.forEach((number, index) => {
    expect(Math.abs(number - (expected[index] ?? Number.NaN))).toBeLessThanOrEqual(1e-5 * largest);
  });
}

/**
 * Expects the golden numbers, and the losses alone where these are asked for.
 * @param engine engine with the {@link goldenModel}; disposed of afterwards
 */
export async function expectGoldenScores(
  engine: Pick<ScoringEngine, 'score' | 'dispose'>,
  { batch, before }: GoldenCase,
): Promise<void> {
  const inputs = Float32Array.from(batch.inputs);
  const scores = await engine.score(inputs, batch.size);
  const alone = await engine.score(inputs, batch.size, { results: 'losses' });
  await engine.dispose();
  expectClose(scores.losses, before.scores);
  expectClose(scores.reconstructions, before.reconstructions);
  expectClose(scores.latents, before.latents);
  expectClose(alone.losses, before.scores);
  expect([alone.reconstructions.length, alone.latents.length]).toEqual([0, 0]);
}

/** @param engine engine that starts from the {@link goldenState}; disposed of afterwards */
export async function expectGoldenTraining(engine: TrainingEngine, golden: GoldenCase): Promise<void> {
  const { size } = golden.batch;
  const inputs = Float32Array.from(golden.batch.inputs);
  const batch = { inputs, targets: Float32Array.from(golden.batch.targets), size };
  expectClose(await engine.losses(batch), golden.before.losses);
  for (const { options, losses } of golden.steps) {
    const { total, reconstruction } = await engine.step(batch, options);
    expectClose([total], [losses.total]);
    expectClose([reconstruction], [losses.reconstruction]);
  }
  expectClose(await engine.losses(batch), golden.after.losses);
  expectClose(await engine.reconstruct(inputs, size), golden.after.reconstructions);
  await engine.dispose();
}
