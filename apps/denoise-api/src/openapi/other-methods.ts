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
 * Responds with 405 and `Allow` to other methods of a known path, where Fastify would respond with 404. Call before the
 * routes are added.
 * @returns a function to call after the last route
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
        // Before Fastify parses a body, which could end in another error.
        onRequest: (_request, reply, done) => {
          void reply.header('allow', allow);
          done(new ApiError('method-not-allowed', `Expected ${allow}.`));
        },
        handler: () => undefined,
      });
    }
  };
}
