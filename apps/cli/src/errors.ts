import { BeatwatchError } from '@beatwatch/contracts';

export type CliErrorCode =
  | 'usage'
  | 'no-stack'
  | 'stack-running'
  | 'stack-stopped'
  | 'part-failed'
  | 'counts-differ'
  | 'no-beats'
  | 'no-patients'
  | 'not-reachable'
  | 'job-ended'
  | 'unknown-job'
  | 'unknown-delivery';

/** An error that the user can act on: the message says how. */
export class CliError extends BeatwatchError<CliErrorCode> {}

/** Exit code: 2 for invalid usage, 1 for every other error. */
export function exitCode(error: unknown): number {
  return error instanceof CliError && error.code === 'usage' ? 2 : 1;
}
