import type { FastifyContextConfig, FastifyInstance } from 'fastify';
import { bearerToken } from '../bearer.ts';
import type { KeyIdentity } from '../keys/scoped-key.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Scope that the key of a request must have. */
    readonly scope?: string;
  }
  interface FastifyRequest {
    /** Whose request it is, on a route with a scope. */
    identity: KeyIdentity | undefined;
  }
}

export interface KeyCheckOptions {
  /** Scope that a route asks for; undefined: it is open to everybody. */
  readonly scopeOf: (config: FastifyContextConfig) => string | undefined;
  /** The key that was sent; undefined where it is not valid. */
  readonly find: (sent: string) => Promise<KeyIdentity | undefined>;
  /** Why a request without a valid key is refused. */
  readonly unauthorized: (scope: string) => Error;
  /** Why a request with a key of other scopes is refused. */
  readonly forbidden: (scope: string) => Error;
}

/** Requires `Authorization: Bearer KEY` (RFC 6750) on every route with a scope, before any of the body is read. */
export function addKeyCheck(app: FastifyInstance, options: KeyCheckOptions): void {
  app.decorateRequest('identity', undefined);
  app.addHook('onRequest', async (request) => {
    const scope = options.scopeOf(request.routeOptions.config);
    if (scope === undefined) return;
    const sent = bearerToken(request.headers.authorization);
    const identity = sent === undefined ? undefined : await options.find(sent);
    if (identity === undefined) throw options.unauthorized(scope);
    if (!identity.scopes.includes(scope)) throw options.forbidden(scope);
    request.identity = identity;
  });
}
