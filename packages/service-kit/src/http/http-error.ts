import { BeatwatchError, type Refusal } from '@beatwatch/contracts';
import { problem, type Problem } from '../problem.ts';

/** A request that is refused; the message is for the client. */
export class HttpError extends BeatwatchError<'refused'> {
  readonly statusCode: number;

  constructor(statusCode: number, why: string | Refusal) {
    super(why, { code: 'refused' });
    this.statusCode = statusCode;
  }
}

/** Status that an error stands for: that of an HttpError or of Fastify's own errors, else 500. */
export function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}

/** Its status and message; nothing of an internal error. */
export function plainProblem(error: unknown): Problem {
  const status = statusOf(error);
  if (!(error instanceof Error) || (status >= 500 && !(error instanceof HttpError))) {
    return problem(status, 'Internal error; the log has the details.');
  }
  const refusal = error instanceof BeatwatchError ? error.refusal : undefined;
  return problem(status, error.message, refusal && { errors: [refusal] });
}
