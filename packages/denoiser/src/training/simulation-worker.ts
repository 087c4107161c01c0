import { createSeededRandom, seedFrom } from '@beatwatch/statistics';
import { lowDoseNoise, projectSlice } from '../ct/low-dose.ts';
import type { GreyImage } from '../images/grey-image.ts';

/** Request to a worker thread. */
export interface SimulationTask {
  readonly slice: GreyImage;
  readonly pixelSpacingMm: number;
  readonly incidentPhotons: number;
  readonly drawCount: number;
  readonly seed: number;
}

/** Independent draws of a slice's noise from one set of projections. */
export default function simulate(task: SimulationTask): readonly GreyImage[] {
  const { slice, pixelSpacingMm, incidentPhotons, drawCount, seed } = task;
  const projected = projectSlice(slice, pixelSpacingMm);
  return Array.from({ length: drawCount }, (_, draw) =>
    lowDoseNoise(projected, { incidentPhotons, random: createSeededRandom(seedFrom(seed, draw)) }),
  );
}
