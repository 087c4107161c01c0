import { STATUS_CODES } from 'node:http';
import { DenoiserError } from '@beatwatch/denoiser';
import { ImageFileError, type ImageFileErrorCode } from '@beatwatch/image-files';
import type { FastifyError, FastifyReply } from 'fastify';
import { ApiError } from '../errors.ts';
import { problemType, problems, type ProblemCode } from './catalogue.ts';

/** An answer that says what went wrong (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** The last part of `type`. */
  readonly code: ProblemCode;
  readonly detail: string;
}

const imageProblems: Readonly<Record<ImageFileErrorCode, ProblemCode>> = {
  'invalid-argument': 'invalid-request',
  'unknown-format': 'unknown-format',
  'broken-file': 'broken-file',
  unsupported: 'unsupported-image',
  'too-large': 'too-large',
};

/** What Fastify itself refuses, by status. */
const fastifyProblems: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid-request',
  404: 'not-found',
  405: 'method-not-allowed',
  408: 'upload-too-slow',
  413: 'too-large',
  414: 'invalid-request',
  415: 'unsupported-media-type',
  429: 'rate-limited',
};

/** The problem that an error stands for; details of faults of our own stay inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return problem(error.code, error.message);
  if (error instanceof ImageFileError) return problem(imageProblems[error.code], error.message);
  if (error instanceof DenoiserError) {
    if (error.code === 'invalid-argument') return problem('invalid-request', error.message);
    if (error.code === 'cancelled') return problem('time-limit', 'The work was given up.');
  }
  const status = statusOf(error);
  const code = status === undefined ? undefined : fastifyProblems[status];
  return code === undefined || !(error instanceof Error)
    ? problem('internal', 'This is a fault of the server.')
    : problem(code, validationDetail(error) ?? error.message);
}

/** Which parameters are wrong, and how. */
function validationDetail(error: Error): string | undefined {
  const { validation } = error as Partial<FastifyError>;
  const faults = validation?.map(({ instancePath, message = 'is not as expected' }) =>
    [instancePath.replace(/^\//, ''), message].filter((part) => part !== '').join(': '),
  );
  return faults?.join('; ');
}

/** After how many seconds to come again, where that helps. */
export const retryAfterOf = (error: unknown): number | undefined =>
  error instanceof ApiError ? error.retryAfterSeconds : undefined;

/** Answers with `application/problem+json`. */
export function sendProblem(reply: FastifyReply, answer: Problem, retryAfterSeconds?: number): FastifyReply {
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  if (answer.code === 'unauthorized') void reply.header('www-authenticate', 'Bearer');
  // As bytes: Fastify would add a character set to a text, which JSON does not have.
  return reply
    .code(answer.status)
    .type('application/problem+json')
    .send(Buffer.from(JSON.stringify(answer)));
}

/** The same for a connection on which no request could be read. */
export function rawProblem(answer: Problem): string {
  const body = JSON.stringify(answer);
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

export const problem = (code: ProblemCode, detail: string): Problem => ({
  type: problemType(code),
  ...problems[code],
  code,
  detail,
});

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error ? (error as Partial<FastifyError>).statusCode : undefined;
