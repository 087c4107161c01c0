import { BeatwatchError } from '@beatwatch/contracts';

export type CliErrorCode =
  'usage' | 'no-stack' | 'stack-running' | 'part-failed' | 'counts-differ' | 'not-reachable';

/** Something that the person at the terminal can act on: the message says what to do. */
export class CliError extends BeatwatchError<CliErrorCode> {}

/** 2: asked for in a wrong way; 1: everything else. */
export function exitCode(error: unknown): number {
  return error instanceof CliError && error.code === 'usage' ? 2 : 1;
}
