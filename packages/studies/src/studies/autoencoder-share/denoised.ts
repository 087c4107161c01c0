import type { ScoringEngine } from '@beatwatch/model-core';
import { median } from '@beatwatch/statistics';
import { reconstructed } from './encoders.ts';
import { chosenBeats, distance, learningSeconds, medianOf } from './measures.ts';
import { resampledAurocs, type Auroc, type RankedBeat, type ResampleOptions } from './resampled-auroc.ts';
import type { StudyPatient } from './study-beats.ts';

type Engine = Pick<ScoringEngine, 'score' | 'sampleCount'>;

/** Ventricular against normal beats by their distance to the patient's median beat, the beats as they are and denoised. */
export interface Denoised {
  readonly noise: string;
  readonly patients: number;
  readonly beats: number;
  readonly aurocs: Readonly<Record<string, Auroc>>;
}

export async function denoisedFigures(
  judged: readonly StudyPatient[],
  noise: string,
  { plain, denoising, ...options }: ResampleOptions & { readonly plain: Engine; readonly denoising: Engine },
): Promise<Denoised> {
  const ranked: RankedBeat[] = [];
  for (const [patient, whole] of judged.entries()) {
    const beats = chosenBeats(whole).flatMap((index) => whole.beats[index] ?? []);
    const raw = beats.map(({ input }) => input);
    const spaces = {
      'beat as it is': raw,
      'reconstructed beat': await reconstructed(raw, plain),
      'denoised beat': await reconstructed(raw, denoising),
    };
    const known = beats.flatMap(({ seconds }, index) => (seconds < learningSeconds ? [index] : []));
    const scores = Object.entries(spaces).map(([name, rows]) => ({
      name,
      distances: distances(rows, known),
    }));
    beats.forEach(({ seconds, kind }, index) => {
      if (seconds < learningSeconds || (kind !== 'N' && kind !== 'V')) return;
      const of = Object.fromEntries(scores.map(({ name, distances: all }) => [name, all[index] ?? 0]));
      const both = Math.log((of['beat as it is'] ?? 0) + 1e-6) + Math.log((of['denoised beat'] ?? 0) + 1e-6);
      ranked.push({ patient, positive: kind === 'V', scores: { ...of, 'both together': both } });
    });
  }
  return {
    noise,
    patients: judged.length,
    beats: ranked.filter(({ positive }) => positive).length,
    aurocs: resampledAurocs(ranked, options),
  };
}

/** Distances to the median of known rows, over the usual one. */
function distances(rows: readonly Float32Array[], known: readonly number[]): number[] {
  const usual = medianOf(known.flatMap((index) => rows[index] ?? []));
  const all = rows.map((row) => distance(row, usual));
  const scale = median(known.map((index) => all[index] ?? 0)) + 1e-3;
  return all.map((value) => value / scale);
}
