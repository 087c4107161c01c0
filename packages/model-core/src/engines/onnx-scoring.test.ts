import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceLoss, referenceReconstruction } from '../autoencoders/lstm-reference.ts';
import { lstmAutoencoder } from '../autoencoders/lstm-autoencoder.ts';
import { ModelCoreError } from '../errors.ts';
import { createUntrainedModel } from '../model.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { createOnnxScoringEngine } from './onnx-scoring.ts';

const sampleCount = 12;

function randomBeats(seed: number, batch: number): Float32Array {
  const random = createSeededRandom(seed);
  return Float32Array.from({ length: batch * sampleCount }, () => random.normal());
}

describe('the onnx scoring engine', () => {
  it('reconstructs and scores beats as the plain definition of the model does', async () => {
    const sizes = { embedding: fc.integer({ min: 1, max: 5 }), hidden: fc.integer({ min: 1, max: 6 }) };
    await fc.assert(
      fc.asyncProperty(
        fc.record({ ...sizes, seed: fc.nat(1000), batch: fc.integer({ min: 1, max: 4 }) }),
        async ({ embedding, hidden, seed, batch }) => {
          const model = createUntrainedModel({ embedding, hidden, sampleCount, seed });
          const architecture = lstmAutoencoder({ embedding, hidden, sampleCount });
          const doubles = new Map(
            [...model.parameters].map(([name, t]) => [name, Float64Array.from(t.values)]),
          );
          const beats = randomBeats(seed, batch);
          const engine = await createOnnxScoringEngine(model);
          const { losses, reconstructions } = await engine.score(beats, batch);
          await engine.dispose();
          for (let beat = 0; beat < batch; beat++) {
            const [first, end] = [beat * sampleCount, (beat + 1) * sampleCount];
            const samples = beats.subarray(first, end);
            expect(losses[beat]).toBeCloseTo(referenceLoss(architecture, doubles, samples), 4);
            referenceReconstruction(architecture, doubles, samples).forEach((value, step) => {
              expect(reconstructions[first + step]).toBeCloseTo(value, 5);
            });
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('gives a beat the same score alone and in a batch', async () => {
    const model = createUntrainedModel({ embedding: 8, seed: 1, sampleCount });
    const engine = await createOnnxScoringEngine(model, { threads: 2 });
    const beats = randomBeats(5, 100);
    const together = await engine.score(beats, 100);
    const alone = await engine.score(beats.slice(77 * sampleCount, 78 * sampleCount), 1);
    await engine.dispose();
    expect(alone.losses[0]).toBeCloseTo(together.losses[77]!, 4);
  });

  it('gives losses alone, the same bits', async () => {
    const engine = await createOnnxScoringEngine(
      createUntrainedModel({ embedding: 3, seed: 4, sampleCount }),
    );
    const beats = randomBeats(6, 40);
    const { losses } = await engine.score(beats, 40);
    expect(await engine.score(beats, 40, { results: 'losses' })).toEqual({
      losses,
      reconstructions: new Float32Array(),
      latents: new Float32Array(),
    });
    await engine.dispose();
  });

  it('scores nearly the same with int8 weights', async () => {
    const model = createUntrainedModel({ embedding: 16, seed: 2, sampleCount });
    const beats = randomBeats(9, 40);
    const [exact, rounded] = await Promise.all(
      (['float32', 'int8'] as const).map(async (precision) => {
        const engine = await createOnnxScoringEngine(model, { precision });
        const scores = await engine.score(beats, 40);
        await engine.dispose();
        return scores;
      }),
    );
    expect(rounded).not.toEqual(exact);
    exact!.losses.forEach((loss, beat) => {
      expect(Math.abs(rounded!.losses[beat]! - loss) / loss).toBeLessThan(0.02);
    });
  });

  it('reports the number of samples expected in a batch', async () => {
    const engine = await createOnnxScoringEngine(
      createUntrainedModel({ embedding: 2, seed: 1, sampleCount }),
    );
    const failure = engine.score(new Float32Array(13), 1);
    await expect(failure).rejects.toThrow('beats: found 13 samples, expected 1 x 12 = 12');
    await expect(failure).rejects.toThrow(ModelCoreError);
    await engine.dispose();
  });
});
