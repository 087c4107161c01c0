import { createModel, type Model, type ScoringEngine } from '@beatwatch/model-core';
import { readGoldenCases } from '../../../packages/model-core/golden/golden-case.ts';
import { largestDifference } from '../../../packages/model-core/src/engines/engine-trials.ts';

/**
 * Largest difference of an engine from the golden numbers of LSTM autoencoders, relative to an array's largest magnitude.
 * @throws Error where a number is missing
 */
export async function goldenError(create: (model: Model) => Promise<ScoringEngine>): Promise<number> {
  const errors: number[] = [];
  for (const { architecture, parameters, batch, before } of readGoldenCases()) {
    if (architecture.kind !== 'lstm-autoencoder') continue;
    const tensors = Object.entries(parameters).map(
      ([name, { shape, values }]) => [name, { shape, values: Float32Array.from(values) }] as const,
    );
    const engine = await create(createModel({ architecture, parameters: new Map(tensors) }));
    const found = await engine.score(Float32Array.from(batch.inputs), batch.size);
    await engine.dispose();
    const expected = {
      losses: Float64Array.from(before.scores),
      reconstructions: Float32Array.from(before.reconstructions),
      latents: Float32Array.from(before.latents),
    };
    errors.push(largestDifference(found, expected));
  }
  const largest = Math.max(...errors);
  if (!Number.isFinite(largest)) throw new Error('a number is missing, or none, beside the golden ones');
  return largest;
}
