import { BeatwatchError } from '@beatwatch/contracts';

export type DenoiserErrorCode =
  | 'invalid-argument'
  /** Too few suitable images for training or evaluation. */
  | 'unsuitable-data'
  /** The weights belong to another network, or are damaged. */
  | 'unsuitable-model'
  /** The caller's signal ended the work. */
  | 'cancelled';

/** An image cannot be denoised, or a network cannot be trained; the message states what was found and expected. */
export class DenoiserError extends BeatwatchError<DenoiserErrorCode> {}

/** @throws DenoiserError (`invalid-argument`) where the value is not a number above 0 */
export function requirePositive(field: string, value: number): void {
  if (value > 0 && Number.isFinite(value)) return;
  throw new DenoiserError(
    { field, found: value, expected: 'a number above 0' },
    {
      code: 'invalid-argument',
    },
  );
}
