import { BeatwatchError, type Refusal } from '@beatwatch/contracts';
import { DenoiserError } from '@beatwatch/denoiser';
import { ImageFileError, type ImageFileErrorCode } from '@beatwatch/image-files';
import { problem, type Problem } from '@beatwatch/service-kit';
import { statusOf } from '@beatwatch/service-kit/http';
import type { FastifyError } from 'fastify';
import { ApiError } from '../errors.ts';
import { problems, problemType, type ProblemCode } from './catalogue.ts';

/** A problem (RFC 9457) with the last part of its `type` as a code. */
export interface ApiProblem extends Problem {
  readonly code: ProblemCode;
  readonly errors?: Refusal[];
}

const imageProblems: Readonly<Record<ImageFileErrorCode, ProblemCode>> = {
  'invalid-argument': 'invalid-request',
  'unknown-format': 'unknown-format',
  'broken-file': 'broken-file',
  unsupported: 'unsupported-image',
  'too-large': 'too-large',
};

/** Codes of errors that Fastify or the HTTP server raise, by status. */
const codesOfStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid-request',
  403: 'foreign-page',
  404: 'not-found',
  405: 'method-not-allowed',
  408: 'upload-too-slow',
  413: 'too-large',
  414: 'invalid-request',
  415: 'unsupported-media-type',
  421: 'foreign-host',
  429: 'rate-limited',
  431: 'headers-too-large',
};

/** The problem that an error stands for, without the details of internal errors. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiError) return apiProblem(error.code, error.message, error.refusal);
  if (error instanceof ImageFileError)
    return apiProblem(imageProblems[error.code], error.message, error.refusal);
  if (error instanceof DenoiserError) {
    if (error.code === 'invalid-argument') return apiProblem('invalid-request', error.message);
    if (error.code === 'cancelled') return apiProblem('time-limit', 'The work was cancelled.');
  }
  const code = codesOfStatus[statusOf(error)];
  return code === undefined || !(error instanceof Error)
    ? apiProblem('internal', 'Internal error; the log has the details.')
    : apiProblem(code, validationDetail(error) ?? error.message, refusalOf(error));
}

const refusalOf = (error: Error): Refusal | undefined =>
  error instanceof BeatwatchError ? error.refusal : undefined;

/** Parameters that failed validation, with the rule of each. */
function validationDetail(error: Error): string | undefined {
  const { validation } = error as Partial<FastifyError>;
  const faults = validation?.map(({ instancePath, message = 'invalid' }) =>
    [instancePath.replace(/^\//, ''), message].filter((part) => part !== '').join(': '),
  );
  return faults?.join('; ');
}

/** Seconds after which the same request may succeed; undefined where a retry does not help. */
export const retryAfterSecondsOf = (error: unknown): number | undefined =>
  error instanceof ApiError ? error.retryAfterSeconds : undefined;

function apiProblem(code: ProblemCode, detail: string, refusal?: Refusal): ApiProblem {
  const { status, title } = problems[code];
  const errors = refusal && [{ field: refusal.field, found: refusal.found, expected: refusal.expected }];
  return { ...problem(status, detail, { type: problemType(code), title, ...(errors && { errors }) }), code };
}
