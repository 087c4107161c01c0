import { BeatwatchError, type Refusal } from '@beatwatch/contracts';
import type { ProblemCode } from './problems/catalogue.ts';

/** A request that is refused; the message is for the client. */
export class ApiError extends BeatwatchError<ProblemCode> {
  /** Seconds after which the same request may succeed. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    problem: string | Refusal,
    { retryAfterSeconds, cause }: { readonly retryAfterSeconds?: number; readonly cause?: unknown } = {},
  ) {
    super(problem, { code, retryable: retryAfterSeconds !== undefined, cause });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
