import { BeatwatchError } from '@beatwatch/contracts';

export type ModelCoreErrorCode =
  | 'invalid-argument'
  /** The file is missing or unreadable. */
  | 'model-file-missing'
  /** A Beatwatch model file that is truncated, contradicts itself or does not match its weights. */
  | 'model-file-broken'
  /** Another program's file, or an unknown format version. */
  | 'model-file-foreign'
  /** The engine or its library failed. */
  | 'engine-failed'
  /** A loss became NaN or infinite. */
  | 'training-diverged';

/** Failure of a model, its files or its training; names the field or file, the value found and the one expected. */
export class ModelCoreError extends BeatwatchError<ModelCoreErrorCode> {}

/** @throws ModelCoreError (`invalid-argument`) unless the value is a whole number of at least `minimum` */
export function requireWholeNumber(field: string, value: number, minimum: number): void {
  if (Number.isSafeInteger(value) && value >= minimum) return;
  throw new ModelCoreError(
    { field, found: value, expected: `a whole number of at least ${minimum}` },
    {
      code: 'invalid-argument',
    },
  );
}
