import { refusalOfIssue, shown } from '@beatwatch/contracts';
import { ConfigError, problem, problemMediaType, type Problem } from '@beatwatch/service-kit';
import { TimescaleError } from '@beatwatch/timescale';
import type { z } from 'zod';
import { expectationOf, expectationText } from './expectations.ts';
import { invalidFields } from './invalid-fields.ts';
import { RequestError, type RefusedField } from './request-error.ts';

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
  const { status, code, message, values, errors } = asRequestError(error);
  return problem(status, message, {
    type: `urn:beatwatch:dashboard:${code}`,
    code,
    ...(errors === undefined ? { values } : { errors }),
  });
}

function asRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof ConfigError) return new RequestError({ code: 'misconfigured', reason: error.message });
  if (error instanceof TimescaleError && error.retryable) {
    return new RequestError({ code: 'database-unavailable' }, { cause: error });
  }
  console.error(error);
  return new RequestError({ code: 'internal' }, { cause: error });
}

/** @throws RequestError 400 with each invalid parameter and its rule */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  values: Readonly<Record<string, string>>,
): z.output<Schema> {
  const result = schema.safeParse(values, { reportInput: true });
  if (result.success) return result.data;
  throw invalidFields(
    result.error.issues.map((issue): RefusedField => {
      const [name, ...below] = issue.path;
      const rule = expectationOf(issue);
      const { field, found } = refusalOfIssue(issue);
      return {
        field,
        // As it was sent: the schema converts text to numbers before it checks them.
        found: typeof name === 'string' && below.length === 0 ? shown(values[name]) : found,
        expected: expectationText(rule),
        rule,
      };
    }),
  );
}
