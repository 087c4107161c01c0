import { createScoringEngine, type Model } from '@beatwatch/model-core';

/** A model's outputs, one entry for each example. */
export interface ModelOutputs {
  readonly reconstructions: readonly Float32Array[];
  readonly latents: readonly Float32Array[];
}

const batchSize = 256;

/** @throws ModelCoreError */
export async function modelOutputs(model: Model, examples: readonly Float32Array[]): Promise<ModelOutputs> {
  const engine = await createScoringEngine(model);
  const reconstructions: Float32Array[] = [];
  const latents: Float32Array[] = [];
  try {
    for (let first = 0; first < examples.length; first += batchSize) {
      const batch = examples.slice(first, first + batchSize);
      const scores = await engine.score(joined(batch, engine.sampleCount), batch.length);
      reconstructions.push(...rows(scores.reconstructions, batch.length));
      latents.push(...rows(scores.latents, batch.length));
    }
  } finally {
    await engine.dispose();
  }
  return { reconstructions, latents };
}

function joined(examples: readonly Float32Array[], length: number): Float32Array {
  const values = new Float32Array(examples.length * length);
  examples.forEach((example, index) => {
    values.set(example, index * length);
  });
  return values;
}

function rows(values: Float32Array, count: number): Float32Array[] {
  const length = values.length / count;
  return Array.from({ length: count }, (_, index) => values.slice(index * length, (index + 1) * length));
}
