import { fileURLToPath } from 'node:url';

/**
 * Where the wearable models lie that come with Beatwatch.
 * @param fold from 0: the model that has not seen that fold's patients. Default: the one trained on all of them
 */
export const wearableModelDirectory = (fold?: number): string =>
  fileURLToPath(
    new URL(fold === undefined ? '../models/wearable' : `../models/folds/${fold}`, import.meta.url),
  );

/** Parts that the patients were cut into when the models were trained. */
const foldCount = 5;

/** The models of all folds: each patient of the training records is unknown to just one of them. */
export const wearableFoldDirectories = (): string[] =>
  Array.from({ length: foldCount }, (_, fold) => wearableModelDirectory(fold));
