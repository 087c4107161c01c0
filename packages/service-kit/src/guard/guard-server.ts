import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpError, plainProblem } from '../http/http-error.ts';
import { rawProblem } from '../http/raw-problem.ts';
import { problemMediaType, type Problem } from '../problem.ts';
import {
  limitConnections,
  slowClientLimits,
  stillConnectionMs,
  type ConnectionLimits,
} from './connection-limits.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { strangerRefusal, type GuardRules } from './stranger.ts';

export interface ServerGuard extends GuardRules, ConnectionLimits {}

/** A server for an app that brings no framework of ours. */
export function createGuardedServer(guard: ServerGuard): Server {
  const server = createServer(slowClientLimits);
  server.setTimeout(stillConnectionMs);
  guardServer(server, guard);
  return server;
}

const withResponse = new Set(['request', 'checkContinue', 'checkExpectation']);
const withSocket = new Set(['upgrade', 'connect']);

/**
 * Refuses strangers before anything else sees their requests, WebSockets included, limits connections, and gives every
 * response the headers that make browsers careful. It stands
 * before the events of the server, so that no framework, no route and no later listener can be reached around it.
 * @param problemOf the problem of an HttpError with status 403 or 421
 */
export function guardServer(
  server: Server,
  guard: ServerGuard = {},
  problemOf: (error: unknown) => Problem = plainProblem,
): void {
  limitConnections(server, guard);
  const pass = server.emit.bind(server) as (event: string | symbol, ...values: unknown[]) => boolean;
  const guarded = (event: string | symbol, ...values: unknown[]): boolean => {
    if (typeof event !== 'string' || !(withResponse.has(event) || withSocket.has(event))) {
      return pass(event, ...values);
    }
    const [request, to] = values as [IncomingMessage, ServerResponse | Duplex];
    const { method, headers, headersDistinct } = request;
    const refused = strangerRefusal({ method, headers, hosts: headersDistinct['host'] ?? [] }, guard);
    if ('writeHead' in to) addSecurityHeaders(request, to);
    if (refused === undefined) return pass(event, ...values);
    refuse(to, problemOf(new HttpError(refused.status, refused.refusal)));
    return true;
  };
  server.emit = guarded as Server['emit'];
}

function refuse(to: ServerResponse | Duplex, body: Problem): void {
  if (!('writeHead' in to)) {
    to.on('error', () => undefined);
    to.end(rawProblem(body));
    return;
  }
  to.writeHead(body.status, {
    'content-type': problemMediaType,
    connection: 'close',
  });
  to.end(JSON.stringify(body));
}
