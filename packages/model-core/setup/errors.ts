/** Failure of a set-up step; the message names the cause and the remedy. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
