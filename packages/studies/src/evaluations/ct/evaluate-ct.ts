import { openDenoiser, type Denoiser, type GreyImage } from '@beatwatch/denoiser';
import { examplesFingerprint } from '@beatwatch/model-core';
import { renderReport } from '@beatwatch/report';
import { StudyError } from '../../errors.ts';
import type { EvaluationContext } from '../../reporting/evaluation-context.ts';
import { tunedBaselines, type BaselineName } from './baselines.ts';
import { chosenPatients, type PatientChoice } from './choose-patients.ts';
import type { CtEvaluation, DrawnSlice } from './ct-evaluation.ts';
import { doseFigures, type DoseFigures, type SliceFigures } from './ct-figures.ts';
import { ctReport } from './ct-report.ts';
import { judgeImage, type ImageFigures } from './judge-image.ts';
import { openLowDosePool, type LowDosePool } from './low-dose-pool.ts';
import { readCtSlices, type CtSlice } from '../../ct/read-slices.ts';

export interface EvaluateCtOptions extends EvaluationContext {
  /** Folder of DICOM files. */
  readonly folder: string;
  /** Photons of each ray: one evaluation for each entry, at least one entry. */
  readonly incidentPhotons: readonly number[];
  readonly patients: PatientChoice;
  readonly seed: number;
  /** Threads, 1 or more. */
  readonly workers: number;
  readonly onProgress?: (progress: EvaluateCtProgress) => void;
}

export interface EvaluateCtProgress {
  readonly phase: 'reading' | 'judging' | 'drawing';
  readonly done: number;
  readonly count: number;
}

/**
 * Simulates low doses, denoises them with the network and with classical filters, and compares with full dose. The
 * filters get the noise's standard deviation, the network does not.
 * @throws StudyError (`unsuitable-data`, `broken-file`); DenoiserError if the network cannot be loaded
 */
export async function evaluateCt(
  options: EvaluateCtOptions,
): Promise<{ readonly evaluation: CtEvaluation; readonly html: string }> {
  const { folder, incidentPhotons, seed, workers, command, nowMs, onProgress } = options;
  const startedMs = nowMs();
  const { slices, leftOut } = await readCtSlices(folder, {
    wanted: await chosenPatients(options.patients),
    onFile: (done, count) => onProgress?.({ phase: 'reading', done, count }),
  });
  if (slices.length === 0)
    throw new StudyError(
      { file: folder, field: 'a CT slice of the chosen patients', expected: 'one or more' },
      { code: 'unsuitable-data' },
    );
  const pool = openLowDosePool(workers, seed);
  const denoiser = await openDenoiser({ threads: workers });
  try {
    const doses: DoseFigures[] = [];
    const count = slices.length * incidentPhotons.length;
    for (const photons of incidentPhotons) {
      const before = doses.length * slices.length;
      const judged = await judgeSlices(slices, photons, { pool, denoiser }, (done) =>
        onProgress?.({ phase: 'judging', done: before + done, count }),
      );
      doses.push(doseFigures(photons, judged));
    }
    const evaluation: CtEvaluation = {
      model: denoiser.modelVersion,
      seed,
      fingerprint: examplesFingerprint(slices.map(({ image }) => image.values)),
      baselines: tunedBaselines,
      doses,
      leftOut,
    };
    onProgress?.({ phase: 'drawing', done: 0, count: 1 });
    const drawn = await drawSlices(slices, doses[0], { pool, denoiser });
    const facts = { command, durationMs: nowMs() - startedMs };
    return { evaluation, html: renderReport(ctReport(evaluation, drawn, facts)) };
  } finally {
    await Promise.all([pool.close(), denoiser.dispose()]);
  }
}

interface Engines {
  readonly pool: LowDosePool;
  readonly denoiser: Denoiser;
}

async function judgeSlices(
  slices: readonly CtSlice[],
  incidentPhotons: number,
  { pool, denoiser }: Engines,
  onSlice: (done: number) => void,
): Promise<SliceFigures[]> {
  let done = 0;
  return Promise.all(
    slices.map(async (slice, index) => {
      const task = { incidentPhotons, baselines: tunedBaselines, keepImages: false };
      const { reference, noisy, noiseSdHu, noisyFigures, baselines } = await pool.judge(slice, index, task);
      const { image } = await denoised(denoiser, slice, noisy);
      const byName = Object.fromEntries(
        baselines.map(({ baseline, figures }) => [baseline.name, figures]),
      ) as Record<BaselineName, ImageFigures>;
      const methods = { noisy: noisyFigures, ...byName, network: judgeImage(reference, image) };
      onSlice(++done);
      return { file: slice.file, patient: slice.patient, noiseSdHu, methods };
    }),
  );
}

const denoised = (denoiser: Denoiser, { pixelSpacingMm }: CtSlice, noisy: GreyImage) =>
  denoiser.denoise(noisy, { unit: 'hounsfield', pixelSpacingMm });

/** The slices with the least, the median and the largest gain over the best baseline, simulated again with images. */
async function drawSlices(
  slices: readonly CtSlice[],
  dose: DoseFigures | undefined,
  { pool, denoiser }: Engines,
): Promise<DrawnSlice[]> {
  if (dose === undefined) return [];
  const { incidentPhotons, bestBaseline } = dose;
  const byGain = dose.slices
    .map(({ methods }, index) => ({
      index,
      gainDb: methods.network.soft.psnrDb - methods[bestBaseline].soft.psnrDb,
    }))
    .sort((a, b) => a.gainDb - b.gainDb);
  const places = [...new Set([0, byGain.length >> 1, byGain.length - 1])];
  const drawn: DrawnSlice[] = [];
  for (const place of places) {
    const { index, gainDb } = byGain[place] ?? { index: 0, gainDb: Number.NaN };
    const slice = slices[index];
    if (slice === undefined) continue;
    const baselines = tunedBaselines.filter(({ name }) => name === bestBaseline);
    const { noisy, baselines: found } = await pool.judge(slice, index, {
      incidentPhotons,
      baselines,
      keepImages: true,
    });
    const { image: network } = await denoised(denoiser, slice, noisy);
    const baseline = found[0]?.image ?? noisy;
    drawn.push({ file: slice.file, gainDb, fullDose: slice.image, noisy, baseline, network });
  }
  return drawn;
}
