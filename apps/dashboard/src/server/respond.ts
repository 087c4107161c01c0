import { ConfigError } from '@beatwatch/service-kit';
import { TimescaleError } from '@beatwatch/timescale';
import type { z } from 'zod';
import { RequestError } from './request-error.ts';

/** Shape of every answer that is no success. */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string };
}

/** Answers with what `work` returns as JSON, or with its error in plain words. */
export async function respond(work: () => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await work(), { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    const { status, code, message } = asRequestError(error);
    const body: ErrorBody = { error: { code, message } };
    return Response.json(body, { status });
  }
}

function asRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof ConfigError) return new RequestError(500, 'internal', error.message);
  if (error instanceof TimescaleError && error.retryable) {
    return new RequestError(
      503,
      'database-unavailable',
      'The database does not answer. Check that it runs; this page tries again by itself.',
      error,
    );
  }
  console.error(error);
  return new RequestError(500, 'internal', 'Something went wrong on the server; its log says what.', error);
}

/** @throws RequestError 400 naming each wrong field and its rule */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, values: unknown): z.output<Schema> {
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new RequestError(400, 'invalid-request', faults.join('; '));
}
