import type { FastifyInstance } from 'fastify';
import { bearerToken, matchesDigest, tokenDigest } from '../bearer.ts';
import { HttpError } from './http-error.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Open to everybody. Default false. */
    readonly open?: boolean;
  }
}

/** Requires `Authorization: Bearer TOKEN` on every route that is not open, unknown ones included. */
export function addBearerCheck(app: FastifyInstance, token: string): void {
  const digest = tokenDigest(token);
  app.addHook('onRequest', (request, _reply, done) => {
    const sent = bearerToken(request.headers.authorization);
    if (request.routeOptions.config.open === true || (sent !== undefined && matchesDigest(sent, digest)))
      done();
    else done(new HttpError(401, 'Expected the header "Authorization: Bearer" with a valid token.'));
  });
}
