import type { FibrillationFeatures } from './features.ts';

/**
 * Of a logistic model of one window, fitted to the windows of 18 records of PhysioNet's cudb and the ventricular
 * flutter of mitdb's record 207 against all else in cudb, DS1 of mitdb, the same with nstdb's noise at 12, 6 and 0 dB,
 * and cinc2017. How it was made, and what it does to records that it was not fitted to:
 * docs/decisions/fibrillation.md.
 */
export const fibrillationWeights: Readonly<Record<keyof FibrillationFeatures, number>> = {
  restingShare: -6.9958,
  lowestAutocorrelation: -2.7606,
  frequencyDistance: -2.6149,
  concentration: 3.7937,
  fastShare: -2.2825,
};

/** The model's own, 1.0298, less 0.85: index 0.5 is where the alarm's level was chosen. */
export const fibrillationIntercept = 0.1798;

/**
 * A quieter window is no ventricular fibrillation that could be told from asystole with interference; 45 microvolts
 * are about 0.13 mV from peak to peak.
 */
export const leastMicrovolts = 45;
