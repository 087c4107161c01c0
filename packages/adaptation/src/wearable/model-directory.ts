import { fileURLToPath } from 'node:url';

/** Models that Beatwatch ships for the beats of wearables: the autoencoder, and the trees that tell classes. */
export type WearablePart = 'wearable' | 'beats';

/**
 * Folder of a model that Beatwatch ships.
 * @param fold the model trained without some records: a number from 0 for a part of the patients, or `without-` and a data
 * set. Default: the one trained on all patients
 */
export const wearableModelDirectory = (fold?: string, part: WearablePart = 'wearable'): string =>
  fileURLToPath(
    new URL(
      fold === undefined ? `../../models/${part}` : `../../models/folds/${fold}/${part}`,
      import.meta.url,
    ),
  );
