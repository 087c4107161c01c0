import { denoisedNames } from './denoisers.ts';
import { resampledAurocs, type Auroc, type RankedBeat, type ResampleOptions } from './resampled-auroc.ts';
import type { SpacedPatient } from './spaced-patient.ts';

/** Ventricular against normal beats by their distance to the patient's median beat, without any label. */
export interface Denoised {
  readonly dataSet: string;
  /** As `em 0 dB`; `none` for the recordings as they are. */
  readonly noise: string;
  /** Patients with ventricular beats. */
  readonly patients: number;
  readonly beats: number;
  readonly aurocs: Readonly<Record<string, Auroc>>;
}

/** Beats of one data set in one noise. */
export interface JudgedInNoise {
  readonly dataSet: string;
  readonly noise: string;
  readonly patients: readonly SpacedPatient[];
}

export function denoisedFigures(
  { dataSet, noise, patients }: JudgedInNoise,
  options: Omit<ResampleOptions, 'against'>,
): Denoised {
  const ranked = patients.flatMap(({ beats }, patient) =>
    beats.flatMap(({ kind, shapes }): RankedBeat[] =>
      kind === 'N' || kind === 'V'
        ? [
            {
              patient,
              positive: kind === 'V',
              scores: Object.fromEntries(denoisedNames.map((space) => [space, shapes[space][0] ?? 0])),
            },
          ]
        : [],
    ),
  );
  const positive = ranked.filter((beat) => beat.positive);
  return {
    dataSet,
    noise,
    patients: new Set(positive.map(({ patient }) => patient)).size,
    beats: positive.length,
    aurocs: resampledAurocs(ranked, { ...options, against: ['as it is', 'linear filter'] }),
  };
}
