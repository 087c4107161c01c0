import { STATUS_CODES } from 'node:http';
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

/** The response for a connection on which no request could be parsed. */
export function rawProblem(body: Problem): string {
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status] ?? ''}`,
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}
