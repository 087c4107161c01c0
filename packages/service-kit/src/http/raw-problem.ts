import { STATUS_CODES } from 'node:http';
import { problemMediaType, type Problem } from '../problem.ts';

/** The response for a connection without a response object: no request could be parsed, or it is to be upgraded. */
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
