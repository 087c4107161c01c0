import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';

/** An answer that says why nothing was taken (RFC 9457). */
export interface Problem {
  readonly status: number;
  /** What happened, in a sentence. */
  readonly detail: string;
  /** Members of this service's own. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Answers with `application/problem+json`. */
export async function sendProblem(reply: FastifyReply, { status, detail, more }: Problem): Promise<void> {
  const body = { type: 'about:blank', title: STATUS_CODES[status], status, detail, ...more };
  await reply
    .code(status)
    .type('application/problem+json')
    // As bytes: Fastify would add a character set to a text, which JSON does not have.
    .send(Buffer.from(JSON.stringify(body)));
}
