import { z } from 'zod';
import { problems, type ProblemCode } from '../problems/catalogue.ts';
import { problemSchema } from '../problems/schema.ts';

/** A JSON Schema, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface OperationResponse {
  readonly description: string;
  /** By name. */
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>;
  /** By media type: the schema of a JSON response, or `binary`. */
  readonly content?: Readonly<Record<string, z.ZodType | 'binary'>>;
}

/** Description of a route in the OpenAPI document, besides its parameters. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** By media type. */
  readonly body?: Readonly<Record<string, JsonSchema>>;
  readonly responses: Readonly<Record<number, OperationResponse>>;
  /** Problems of this route, besides those of every route. */
  readonly problems?: readonly ProblemCode[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly operation?: Operation;
  }
}

/** Any bytes. */
export const binarySchema: JsonSchema = { type: 'string', format: 'binary' };

const keyProblems = ['unauthorized', 'forbidden', 'rate-limited', 'keys-unavailable', 'stopping'] as const;

/** The operation object of OpenAPI, under path and method. */
export function openApiOf(operation: Operation, scope: string | undefined): Record<string, unknown> {
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

/** One response for each status, with its codes. */
function problemResponses(codes: readonly ProblemCode[]): Record<string, unknown> {
  const responses: Record<string, unknown> = {};
  for (const status of new Set(codes.map((code) => problems[code].status))) {
    const ofStatus = codes.filter((code) => problems[code].status === status);
    responses[status] = {
      description: ofStatus.map((code) => `\`${code}\`: ${problems[code].title}`).join('; '),
      ...((status === 429 || status === 503) && {
        headers: {
          'Retry-After': {
            description: 'Seconds after which to try again',
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
