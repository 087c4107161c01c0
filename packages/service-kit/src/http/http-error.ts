import { BeatwatchError } from '@beatwatch/contracts';

/** A request that is refused; the message is for the client. */
export class HttpError extends BeatwatchError<'refused'> {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message, { code: 'refused' });
    this.statusCode = statusCode;
  }
}

/** Status that an error stands for: that of an HttpError or of Fastify's own errors, else 500. */
export function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}
