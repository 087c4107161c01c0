import { BeatwatchError } from '@beatwatch/contracts';

/** Message, code and causes of an error in one line. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = error instanceof BeatwatchError ? ` (${error.code})` : '';
  const cause = error.cause === undefined ? '' : `: ${describeError(error.cause)}`;
  return `${error.message}${code}${cause}`;
}
