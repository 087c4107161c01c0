import type { ScoringEngine } from '@beatwatch/model-core';
import { createSeededRandom } from '@beatwatch/statistics';
import { reconstructed } from './encoders.ts';
import { distance, evenly, medianOf } from './measures.ts';
import { principalSpace } from './principal-space.ts';
import { resampledAurocs, type Auroc, type RankedBeat, type ResampleOptions } from './resampled-auroc.ts';
import type { StudyPatient } from './study-beats.ts';

/** Normal beats of the training's patients that a beat is compared with. */
const compared = 1000;
const mostBeats = 300;
/** Components of the linear autoencoder, as many as the code of the other has values. */
const codeSize = 16;

/** Patients of whom nothing is known: who tells ventricular rhythms from normal beats? */
export interface Admission {
  readonly patients: number;
  readonly beats: number;
  readonly aurocs: Readonly<Record<string, Auroc>>;
}

/**
 * Ranks the detections of a data set by what only other people have shown: the autoencoder, the nearest of their
 * beats, and their median beat.
 * @param normals inputs of normal beats of the training's patients
 */
export async function admissionFigures(
  judged: readonly StudyPatient[],
  normals: readonly Float32Array[],
  {
    engine,
    ...options
  }: Omit<ResampleOptions, 'against'> & { readonly engine: Pick<ScoringEngine, 'score' | 'sampleCount'> },
): Promise<Admission> {
  const order = createSeededRandom(options.seed).permutation(normals.length);
  const some = [...order.subarray(0, compared)].flatMap((index) => normals[index] ?? []);
  const median = medianOf(some);
  const linear = principalSpace(normals, codeSize);
  const ranked: RankedBeat[] = [];
  for (const [patient, { beats }] of judged.entries()) {
    for (const kind of ['ventricular-rhythm', 'N'] as const) {
      const all = beats.filter((beat) => beat.kind === kind);
      const inputs = evenly(all, mostBeats).map(({ input }) => input);
      const reconstructions = await reconstructed(inputs, engine);
      inputs.forEach((input, index) => {
        ranked.push({
          patient,
          positive: kind !== 'N',
          scores: {
            'median beat of others': distance(input, median),
            'nearest beat of others': Math.min(...some.map((other) => distance(input, other))),
            'linear unadapted': distance(input, linear.reconstructed(input)),
            unadapted: distance(input, reconstructions[index] ?? input),
          },
        });
      });
    }
  }
  return {
    patients: judged.length,
    beats: ranked.filter(({ positive }) => positive).length,
    aurocs: resampledAurocs(ranked, { ...options, against: ['nearest beat of others', 'linear unadapted'] }),
  };
}
