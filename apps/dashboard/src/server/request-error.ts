import { BeatwatchError } from '@beatwatch/contracts';

export type RequestErrorCode =
  'invalid-request' | 'not-found' | 'no-database' | 'database-unavailable' | 'internal';

/** An answer other than 200, with words for the person who reads it. */
export class RequestError extends BeatwatchError<RequestErrorCode> {
  readonly status: number;

  constructor(status: number, code: RequestErrorCode, message: string, cause?: unknown) {
    super(message, { code, retryable: status === 503, cause });
    this.status = status;
  }
}
