import type { FastifyInstance, HTTPMethods } from 'fastify';
import { ApiError } from '../errors.ts';

const methods: readonly HTTPMethods[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'QUERY',
];

/**
 * Answers 405 with `Allow` to methods that a known address does not have, where Fastify would say that there is no such
 * address. Called before the routes are added.
 * @returns to be called after the last of them
 */
export function rememberMethods(app: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.operation === undefined) return;
    const ofUrl = known.get(url) ?? new Set();
    known.set(url, ofUrl);
    for (const one of [method].flat()) ofUrl.add(one);
  });
  return () => {
    for (const [url, has] of known) {
      const allow = [...has].join(', ');
      app.route({
        method: methods.filter((method) => !has.has(method)),
        url,
        // Before Fastify looks at a body, of which it would say something else.
        onRequest: (_request, reply, done) => {
          void reply.header('allow', allow);
          done(new ApiError('method-not-allowed', `Expected ${allow}.`));
        },
        handler: () => undefined,
      });
    }
  };
}
