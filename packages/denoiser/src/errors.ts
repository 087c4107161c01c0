import { BeatwatchError } from '@beatwatch/contracts';

export type DenoiserErrorCode =
  | 'invalid-argument'
  /** The folder holds too few images of the kind that a training or an evaluation needs. */
  | 'unsuitable-data'
  /** The weights are of another network, or broken. */
  | 'unsuitable-model'
  /** The caller's signal ended the work. */
  | 'cancelled';

/** An image cannot be denoised, or a network not trained, as asked; says what was found and what was expected. */
export class DenoiserError extends BeatwatchError<DenoiserErrorCode> {}

/** @throws DenoiserError (`invalid-argument`) where the value is no number above 0 */
export function requirePositive(field: string, value: number): void {
  if (value > 0 && Number.isFinite(value)) return;
  throw new DenoiserError(
    { field, found: value, expected: 'a number above 0' },
    {
      code: 'invalid-argument',
    },
  );
}
