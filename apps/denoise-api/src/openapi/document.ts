import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { openApiOf, type Operation } from './operation.ts';

const description = `Denoises images: single files, many files as a job, or over DICOMweb.
Every error is \`application/problem+json\` (RFC 9457); its \`code\` and \`type\` are stable.
Requests under a host name that is not in ALLOWED_HOSTS end in 421, those of other sites' pages in 403.
Not a medical device.`;

/**
 * The OpenAPI 3.1 document at `/openapi.json`, generated from the routes, and a page to browse it at `/docs`.
 * Call before the routes are added.
 */
export async function addOpenApi(app: FastifyInstance): Promise<void> {
  const operations = new Map<string, { readonly operation: Operation; readonly scope: string | undefined }>();
  app.addHook('onRoute', ({ method, url, config }) => {
    const operation = config?.operation;
    if (operation !== undefined && typeof method === 'string')
      operations.set(`${method} ${pathOf(url)}`, { operation, scope: config?.scope });
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Beatwatch denoising', version: '1', description },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'A key of `beatwatch denoise-keys create`' },
        },
      },
    },
    transform: (route) => {
      const { operation } = (route.route.config ?? {}) as { operation?: Operation };
      if (operation === undefined) return { schema: { hide: true }, url: route.url };
      return jsonSchemaTransform(route);
    },
    transformObject: (made) => {
      const document = 'openapiObject' in made ? made.openapiObject : made.swaggerObject;
      const paths = (document.paths ?? {}) as Record<string, Record<string, object>>;
      for (const [path, methods] of Object.entries(paths)) {
        for (const [method, said] of Object.entries(methods)) {
          const known = operations.get(`${method.toUpperCase()} ${path}`);
          if (known !== undefined) methods[method] = { ...said, ...openApiOf(known.operation, known.scope) };
        }
      }
      return document;
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
}

/** Adds `/openapi.json`. */
export function addOpenApiRoute(app: FastifyInstance): void {
  app.get(
    '/openapi.json',
    {
      config: {
        operation: {
          operationId: 'getOpenApi',
          summary: 'This document',
          tags: ['about'],
          responses: { 200: { description: 'OpenAPI 3.1', content: { 'application/json': 'binary' } } },
        },
      },
    },
    (_request, reply) => reply.type('application/json').send(Buffer.from(JSON.stringify(app.swagger()))),
  );
}

/** `/a/:b` as OpenAPI writes it. */
const pathOf = (url: string): string => url.replace(/:(\w+)/g, '{$1}');
