import { z } from 'zod';
import type { Scope } from '../keys/api-key.ts';
import { problems, type ProblemCode } from '../problems/catalogue.ts';

/** A JSON Schema, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface OperationResponse {
  readonly description: string;
  /** By name. */
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>;
  /** By media type: what a JSON answer holds, or `binary`. */
  readonly content?: Readonly<Record<string, z.ZodType | 'binary'>>;
}

/** What the OpenAPI document says of a route beside its parameters. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** By media type. */
  readonly body?: Readonly<Record<string, JsonSchema>>;
  readonly responses: Readonly<Record<number, OperationResponse>>;
  /** What it may be refused with, beside what every route may. */
  readonly problems?: readonly ProblemCode[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly operation?: Operation;
  }
}

/** Any bytes: in OpenAPI 3.1 a body without more said of it. */
export const binarySchema: JsonSchema = { type: 'string', format: 'binary' };

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
  })
  .describe('RFC 9457');

const keyProblems = ['unauthorized', 'forbidden', 'rate-limited', 'keys-unavailable', 'stopping'] as const;

/** The parts of an operation that OpenAPI keeps under the path and method. */
export function openApiOf(operation: Operation, scope: Scope | undefined): Record<string, unknown> {
  const { operationId, summary, description, tags, body, responses } = operation;
  const codes = new Set<ProblemCode>([
    'invalid-request',
    ...(operation.problems ?? []),
    ...(scope === undefined ? [] : keyProblems),
    'headers-too-large',
    'internal',
  ]);
  return {
    operationId,
    summary,
    ...(description !== undefined && { description }),
    tags,
    ...(scope !== undefined && { security: [{ apiKey: [] }], 'x-scope': scope }),
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: Object.fromEntries(Object.entries(body).map(([type, schema]) => [type, { schema }])),
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(responses).map(([status, response]) => [status, responseOf(response)]),
      ),
      ...problemResponses([...codes]),
    },
  };
}

function responseOf({ description, headers, content = {} }: OperationResponse): Record<string, unknown> {
  const types = Object.entries(content).map(([type, schema]) => [
    type,
    { schema: schema === 'binary' ? binarySchema : jsonSchemaOf(schema) },
  ]);
  return {
    description,
    ...(headers !== undefined && { headers }),
    ...(types.length > 0 && { content: Object.fromEntries(types) as unknown }),
  };
}

/** One response a status, with the codes that it may have. */
function problemResponses(codes: readonly ProblemCode[]): Record<string, unknown> {
  const responses: Record<string, unknown> = {};
  for (const status of new Set(codes.map((code) => problems[code].status))) {
    const ofStatus = codes.filter((code) => problems[code].status === status);
    responses[status] = {
      description: ofStatus.map((code) => `\`${code}\`: ${problems[code].title}`).join('; '),
      ...((status === 429 || status === 503) && {
        headers: {
          'Retry-After': {
            description: 'Seconds until it is worth to try again',
            schema: { type: 'integer' },
          },
        },
      }),
      content: {
        'application/problem+json': {
          schema: jsonSchemaOf(problemSchema.extend({ code: z.enum(ofStatus), status: z.literal(status) })),
        },
      },
    };
  }
  return responses;
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output' });
  return rest;
}
