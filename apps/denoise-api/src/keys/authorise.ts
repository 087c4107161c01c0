import { bearerToken } from '@beatwatch/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import { scopes, type KeyIdentity, type Scope } from './api-key.ts';
import type { KeyRing } from './key-ring.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Scope that the key must have; a route without one is open to everybody. */
    readonly scope?: Scope;
  }
  interface FastifyRequest {
    /** Whose request it is. */
    identity: KeyIdentity | undefined;
  }
}

/** Identity of every request to a server without keys, which only its own machine reaches. */
const localUser: KeyIdentity = { id: 'local', scopes: [...scopes] };

/**
 * Requires `Authorization: Bearer KEY` (RFC 6750) on every route with a scope, before any of the body is read.
 * @param keys undefined: no key is required
 */
export function addAuthorisation(app: FastifyInstance, keys: KeyRing | undefined): void {
  app.decorateRequest('identity', undefined);
  app.addHook('onRequest', async (request) => {
    const { scope } = request.routeOptions.config;
    if (scope === undefined) return;
    if (keys === undefined) {
      request.identity = localUser;
      return;
    }
    const sent = bearerToken(request.headers.authorization);
    const identity = sent === undefined ? undefined : await keys.find(sent);
    if (identity === undefined) {
      throw new ApiError('unauthorized', 'Expected the header "Authorization: Bearer" with a valid API key.');
    }
    if (!identity.scopes.includes(scope)) {
      throw new ApiError('forbidden', `Expected an API key with the scope "${scope}".`);
    }
    request.identity = identity;
  });
}

/** Id of the key that a request came with. Its route must have a scope. */
export function ownerOf(request: FastifyRequest): string {
  if (request.identity === undefined) throw new Error(`no scope on ${request.routeOptions.url ?? 'a route'}`);
  return request.identity.id;
}
