import { bearerTokenOf } from '@beatwatch/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import { scopes, type KeyIdentity, type Scope } from './api-key.ts';
import type { KeyRing } from './key-ring.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a key has to be for; a route without one is open to all. */
    readonly scope?: Scope;
  }
  interface FastifyRequest {
    /** Whose request it is. */
    identity: KeyIdentity | undefined;
  }
}

/** Who asks where the server has no keys: it is reached from its own machine alone. */
const localUser: KeyIdentity = { id: 'local', scopes: [...scopes] };

/**
 * Asks for `Authorization: Bearer KEY` (RFC 6750) on every route that has a scope, before anything of a body is read.
 * @param keys undefined: everybody is let in
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
    const sent = bearerTokenOf(request.headers.authorization);
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

/** The id of the key that a request came with; routes without a scope have none. */
export function ownerOf(request: FastifyRequest): string {
  if (request.identity === undefined) throw new Error(`no scope on ${request.routeOptions.url ?? 'a route'}`);
  return request.identity.id;
}
