/** A step of the set-up failed; the message says what happened and what to do. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
