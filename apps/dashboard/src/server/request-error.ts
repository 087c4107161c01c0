import { BeatwatchError, type Refusal } from '@beatwatch/contracts';

export type RequestErrorCode =
  | 'invalid-request'
  | 'no-session'
  | 'not-allowed'
  | 'not-found'
  | 'no-database'
  | 'database-unavailable'
  | 'no-preview'
  | 'busy'
  | 'internal';

/** A request that ends in a problem; the message is shown to the user. */
export class RequestError extends BeatwatchError<RequestErrorCode> {
  readonly status: number;
  /** Parameters that were refused. */
  readonly errors: readonly Refusal[] | undefined;

  constructor(
    status: number,
    code: RequestErrorCode,
    message: string,
    { cause, errors }: { readonly cause?: unknown; readonly errors?: readonly Refusal[] } = {},
  ) {
    super(message, { code, retryable: status === 503, cause });
    this.status = status;
    this.errors = errors;
  }
}
