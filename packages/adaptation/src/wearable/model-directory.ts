import { fileURLToPath } from 'node:url';

/**
 * Where the wearable models lie that come with Beatwatch.
 * @param fold from 0: the model that has not seen that fold's patients. Default: the one trained on all of them
 */
export const wearableModelDirectory = (fold?: number): string =>
  fileURLToPath(
    new URL(fold === undefined ? '../../models/wearable' : `../../models/folds/${fold}`, import.meta.url),
  );
