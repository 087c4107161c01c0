import type { FastifyReply } from 'fastify';
import { problemMediaType, type Problem } from '../problem.ts';

/** @param retryAfterSeconds when the same request may succeed */
export function sendProblem(reply: FastifyReply, body: Problem, retryAfterSeconds?: number): FastifyReply {
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  if (body.status === 401) void reply.header('www-authenticate', 'Bearer');
  // As bytes: Fastify adds a character set to text, which JSON does not have.
  return reply
    .code(body.status)
    .type(problemMediaType)
    .send(Buffer.from(JSON.stringify(body)));
}
