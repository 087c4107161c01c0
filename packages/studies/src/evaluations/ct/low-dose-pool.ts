import { fileURLToPath } from 'node:url';
import { seedFrom } from '@beatwatch/statistics';
import { Piscina } from 'piscina';
import type { LowDoseSlice, LowDoseTask } from './low-dose-worker.ts';
import type { CtSlice } from '../../ct/read-slices.ts';

const workerEntry = fileURLToPath(new URL('low-dose-worker-start.mjs', import.meta.url));

export interface LowDosePool {
  /** @param index of the slice; with the run's seed it decides the noise */
  judge(
    slice: CtSlice,
    index: number,
    task: Pick<LowDoseTask, 'incidentPhotons' | 'baselines' | 'keepImages'>,
  ): Promise<LowDoseSlice>;
  close(): Promise<void>;
}

/** Threads that simulate low doses and run the baselines. */
export function openLowDosePool(workers: number, seed: number): LowDosePool {
  const pool = new Piscina<LowDoseTask, LowDoseSlice>({
    filename: workerEntry,
    minThreads: 1,
    maxThreads: workers,
    execArgv: [],
  });
  return {
    judge: ({ image: fullDose, pixelSpacingMm }, index, task) =>
      pool.run({ ...task, fullDose, pixelSpacingMm, seed: seedFrom(seed, index) }),
    close: () => pool.destroy(),
  };
}
