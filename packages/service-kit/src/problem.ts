import { STATUS_CODES } from 'node:http';
import type { Refusal } from '@beatwatch/contracts';

/** Media type of a problem (RFC 9457). */
export const problemMediaType = 'application/problem+json';

/** Body of every response with an error status (RFC 9457). */
export interface Problem {
  /** Identifies the kind of problem; `about:blank` where the status says it all. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What happened and what was expected, in a sentence. */
  readonly detail: string;
  /** The values that were refused, by field. */
  readonly errors?: Refusal[];
  /** Members of the app's own (RFC 9457 3.2). */
  readonly [member: string]: unknown;
}

/** @param more replaces `type` and `title`, and adds members */
export const problem = (
  status: number,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): Problem => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  status,
  detail,
  ...more,
});
