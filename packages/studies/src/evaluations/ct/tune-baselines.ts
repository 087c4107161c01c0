import { mean } from '@beatwatch/statistics';
import { StudyError } from '../../errors.ts';
import { baselineGrid, type Baseline, type BaselineName } from './baselines.ts';
import { openLowDosePool } from './low-dose-pool.ts';
import patientLists from '../../ct/patients.json' with { type: 'json' };
import { readCtSlices, type CtSlice } from '../../ct/read-slices.ts';

export interface TuneBaselinesOptions {
  readonly folder: string;
  /** Number of training patients, one slice each, spread evenly over the list. Default: all. */
  readonly patients?: number;
  readonly incidentPhotons: number;
  readonly seed: number;
  readonly workers: number;
  readonly onProgress?: (done: number, count: number) => void;
}

interface TriedBaseline {
  readonly baseline: Baseline;
  /** Mean over the slices, in -160..240 HU. */
  readonly psnrDb: number;
  readonly ssim: number;
}

export interface TunedBaselines {
  readonly files: readonly string[];
  /** The best settings of each baseline, by PSNR. */
  readonly best: readonly TriedBaseline[];
  readonly tried: readonly TriedBaseline[];
}

/**
 * Tries every setting of the baselines on slices of training patients.
 * @throws StudyError (`unsuitable-data`, `broken-file`)
 */
export async function tuneBaselines(options: TuneBaselinesOptions): Promise<TunedBaselines> {
  const { folder, incidentPhotons, seed, workers, onProgress } = options;
  const training = new Set(patientLists.train);
  const { slices } = await readCtSlices(folder, { wanted: (patient) => training.has(patient) });
  const chosen = spread(firstOfEachPatient(slices), options.patients ?? slices.length);
  if (chosen.length === 0)
    throw new StudyError(
      { file: folder, field: 'a slice of a training patient', expected: 'one or more' },
      { code: 'unsuitable-data' },
    );
  const pool = openLowDosePool(workers, seed);
  let done = 0;
  try {
    const judged = await Promise.all(
      chosen.map(async (slice, index) => {
        const found = await pool.judge(slice, index, {
          incidentPhotons,
          baselines: baselineGrid,
          keepImages: false,
        });
        onProgress?.(++done, chosen.length);
        return found.baselines.map(({ figures }) => figures.soft);
      }),
    );
    const tried = baselineGrid.map((baseline, position) => ({
      baseline,
      psnrDb: mean(judged.map((slice) => slice[position]?.psnrDb ?? Number.NaN)),
      ssim: mean(judged.map((slice) => slice[position]?.ssim ?? Number.NaN)),
    }));
    return { files: chosen.map(({ file }) => file), best: bestOfEach(tried), tried };
  } finally {
    await pool.close();
  }
}

function bestOfEach(tried: readonly TriedBaseline[]): TriedBaseline[] {
  const best = new Map<BaselineName, TriedBaseline>();
  for (const one of tried)
    if (one.psnrDb > (best.get(one.baseline.name)?.psnrDb ?? Number.NEGATIVE_INFINITY))
      best.set(one.baseline.name, one);
  return [...best.values()];
}

const firstOfEachPatient = (slices: readonly CtSlice[]): CtSlice[] => [
  ...new Map(slices.toReversed().map((slice) => [slice.patient, slice])).values(),
];

function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
