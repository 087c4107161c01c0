import { issueOptions, refusalMessage, refusalOfIssue, shown, type Refusal } from '@beatwatch/contracts';
import { ConfigError, problem, problemMediaType, type Problem } from '@beatwatch/service-kit';
import { TimescaleError } from '@beatwatch/timescale';
import type { z } from 'zod';
import { RequestError } from './request-error.ts';

/** The result of `work` as JSON, or a problem (RFC 9457) where it throws. */
export async function respond(work: () => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await work(), { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return refusal(error);
  }
}

/** The response to a request that failed. */
export function refusal(error: unknown): Response {
  const body = problemOf(error);
  return Response.json(body, { status: body.status, headers: { 'content-type': problemMediaType } });
}

/** What an error is to whoever asked; one that nobody expected goes to the log. */
export function problemOf(error: unknown): Problem {
  const { status, code, message, errors } = asRequestError(error);
  return problem(status, message, {
    type: `urn:beatwatch:dashboard:${code}`,
    code,
    ...(errors && { errors }),
  });
}

function asRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof ConfigError) return new RequestError(500, 'internal', error.message);
  if (error instanceof TimescaleError && error.retryable) {
    return new RequestError(
      503,
      'database-unavailable',
      'The database does not respond. Check that it runs; this page keeps trying.',
      { cause: error },
    );
  }
  console.error(error);
  return new RequestError(500, 'internal', 'Internal error; the log of the server has the details.', {
    cause: error,
  });
}

/** @throws RequestError 400 with each invalid parameter and its rule */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  values: Readonly<Record<string, string>>,
): z.output<Schema> {
  const result = schema.safeParse(values, issueOptions);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue): Refusal => {
    const [name] = issue.path;
    // As it was sent: the schema converts text to numbers before it checks them.
    return { ...refusalOfIssue(issue), found: typeof name === 'string' ? shown(values[name]) : undefined };
  });
  throw new RequestError(400, 'invalid-request', errors.map(refusalMessage).join('; '), { errors });
}
