import { addKeyCheck } from '@beatwatch/service-kit/http';
import type { KeyIdentity } from '@beatwatch/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import { scopes } from './api-key.ts';
import type { KeyRing } from './key-ring.ts';

/** Identity of every request to a server without keys, which only its own machine reaches. */
const localUser: KeyIdentity = { id: 'local', scopes };

/**
 * Requires a key on every route with a scope; a route without one is open to everybody.
 * @param keys undefined: no key is required
 */
export function addAuthorisation(app: FastifyInstance, keys: KeyRing | undefined): void {
  if (keys === undefined) {
    app.decorateRequest('identity', undefined);
    app.addHook('onRequest', (request, _reply, done) => {
      if (request.routeOptions.config.scope !== undefined) request.identity = localUser;
      done();
    });
    return;
  }
  addKeyCheck(app, {
    scopeOf: ({ scope }) => scope,
    find: (sent) => keys.find(sent),
    unauthorized: () =>
      new ApiError('unauthorized', 'Expected the header "Authorization: Bearer" with a valid API key.'),
    forbidden: (scope) => new ApiError('forbidden', `Expected an API key with the scope "${scope}".`),
  });
}

/** Id of the key that a request came with. Its route must have a scope. */
export function ownerOf(request: FastifyRequest): string {
  if (request.identity === undefined) throw new Error(`no scope on ${request.routeOptions.url ?? 'a route'}`);
  return request.identity.id;
}
