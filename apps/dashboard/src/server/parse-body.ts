import type { z } from 'zod';
import { parseRequest } from './respond.ts';
import { smallJson } from './small-json.ts';

/**
 * Reads a small JSON object.
 * @param maxBytes default 1000
 * @throws RequestError 400 with each field that is not as expected, 413
 */
export async function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  request: Request,
  maxBytes?: number,
): Promise<z.output<Schema>> {
  const body = await smallJson(request, maxBytes);
  return parseRequest(schema, typeof body === 'object' && body !== null ? { ...body } : {});
}
