import { fileURLToPath } from 'node:url';

/**
 * Folder of a wearable model that Beatwatch ships.
 * @param fold from 0: the model trained without that fold's patients. Default: the one trained on all patients
 */
export const wearableModelDirectory = (fold?: number): string =>
  fileURLToPath(
    new URL(fold === undefined ? '../../models/wearable' : `../../models/folds/${fold}`, import.meta.url),
  );
