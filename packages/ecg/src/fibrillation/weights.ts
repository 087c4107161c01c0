import type { FibrillationModel } from './index-of-window.ts';

/** Made by `npx beatwatch train fibrillation`: see docs/decisions/fibrillation.md. */
// prettier-ignore
export const learntFibrillation: FibrillationModel = {
  offset: 3.0386,
  weights: {
    restingShare: -13.7021,
    lowestAutocorrelation: -1.3031,
    frequencyDistance: -3.9990,
    concentration: 5.4784,
    fastShare: -4.2544,
  },
};
