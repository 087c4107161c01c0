import { fileURLToPath } from 'node:url';
import { seedFrom } from '@beatwatch/statistics';
import { Piscina } from 'piscina';
import { withNoise } from '../ct/low-dose.ts';
import { noiseDirections } from '../ct/noise-directions.ts';
import type { GreyImage } from '../images/grey-image.ts';
import type { SimulationTask } from './simulation-worker.ts';
import type { ValidationSlice } from './validation.ts';

/** A CT slice in HU with its pixel spacing. */
export interface FullDoseSlice {
  readonly image: GreyImage;
  readonly pixelSpacingMm: number;
}

export interface SimulateSlicesOptions {
  readonly incidentPhotons: number;
  /** Independent draws for each slice, 1 or more. */
  readonly drawCount: number;
  readonly seed: number;
  /** Threads, 1 or more. */
  readonly workers: number;
  readonly onSlice?: (done: number) => void;
}

const workerEntry = fileURLToPath(new URL('simulation-worker-start.mjs', import.meta.url));

/**
 * Draws the noise of many slices in threads; a slice takes some seconds. The result does not depend on the number of
 * threads.
 */
export async function simulateSlices(
  slices: readonly FullDoseSlice[],
  { incidentPhotons, drawCount, seed, workers, onSlice }: SimulateSlicesOptions,
): Promise<readonly ValidationSlice[]> {
  const pool = new Piscina<SimulationTask, readonly GreyImage[]>({
    filename: workerEntry,
    maxThreads: workers,
    execArgv: [],
  });
  let done = 0;
  try {
    return await Promise.all(
      slices.map(async ({ image: clean, pixelSpacingMm }, index) => {
        const task = {
          slice: clean,
          pixelSpacingMm,
          incidentPhotons,
          drawCount,
          seed: seedFrom(seed, index),
        };
        const noises = await pool.run(task);
        onSlice?.(++done);
        const [first] = noises;
        const noisy = first === undefined ? clean : withNoise(clean, first);
        const directions = noiseDirections(noisy, { pixelSpacingMm, incidentPhotons });
        return { clean, noises, directions, pixelSpacingMm };
      }),
    );
  } finally {
    await pool.destroy();
  }
}
