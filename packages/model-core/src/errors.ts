import { BeatwatchError } from '@beatwatch/contracts';

export type ModelCoreErrorCode =
  | 'invalid-argument'
  /** No such file, or it cannot be read. */
  | 'model-file-missing'
  /** It calls itself one of ours, and is truncated, contradicts itself or does not fit its weights. */
  | 'model-file-broken'
  /** Another program's file, or a format version that this one does not know. */
  | 'model-file-foreign'
  /** The native engine refused a graph or a run. */
  | 'engine-failed'
  /** A loss or a weight is no longer a finite number. */
  | 'training-diverged';

/** A model, its files or its training went wrong; names the field or file, what was found and what was expected. */
export class ModelCoreError extends BeatwatchError<ModelCoreErrorCode> {}

/** @throws ModelCoreError (`invalid-argument`) where the value is no whole number of at least `minimum`. */
export function requireWholeNumber(field: string, value: number, minimum: number): void {
  if (Number.isSafeInteger(value) && value >= minimum) return;
  throw new ModelCoreError(
    { field, found: value, expected: `a whole number of at least ${minimum}` },
    {
      code: 'invalid-argument',
    },
  );
}
