import { BeatwatchError } from '@beatwatch/contracts';
import type { ProblemCode } from './problems/catalogue.ts';

/** A request that cannot be served; its message is for the one who sent it. */
export class ApiError extends BeatwatchError<ProblemCode> {
  /** After how many seconds the same request may succeed. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    message: string,
    { retryAfterSeconds, cause }: { readonly retryAfterSeconds?: number; readonly cause?: unknown } = {},
  ) {
    super(message, { code, retryable: retryAfterSeconds !== undefined, cause });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
