import type { FibrillationModel } from './index-of-window.ts';

/** Made by `npx beatwatch train fibrillation`: see docs/decisions/fibrillation.md. */
// prettier-ignore
export const learntFibrillation: FibrillationModel = {
  offset: 2.6000,
  weights: {
    restingShare: -13.4751,
    lowestAutocorrelation: -1.3179,
    frequencyDistance: -3.9578,
    concentration: 5.5734,
    fastShare: -4.0196,
  },
};
