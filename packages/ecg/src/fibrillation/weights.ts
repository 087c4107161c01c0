import type { FibrillationModel } from './index-of-window.ts';

/** Made by `npx beatwatch train fibrillation`: see docs/decisions/fibrillation.md. */
// prettier-ignore
export const learntFibrillation: FibrillationModel = {
  offset: 0.1798,
  weights: {
    restingShare: -6.9958,
    lowestAutocorrelation: -2.7606,
    frequencyDistance: -2.6149,
    concentration: 3.7937,
    fastShare: -2.2825,
  },
};
