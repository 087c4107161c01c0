import { describeError } from '@beatwatch/service-kit';
import { z } from 'zod';
import { MlflowError } from './errors.ts';
import type { MlflowSettings } from './settings.ts';

/** The REST API of an MLflow server (https://mlflow.org/docs/latest/rest-api.html), version 2.0 of it, which MLflow 3 has too. */
export interface MlflowClient {
  readonly experiment: string;
  /**
   * Calls a function of the API, such as `runs/create`.
   * @throws MlflowError
   */
  call<Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    input: Readonly<Record<string, unknown>>,
    schema: Schema,
  ): Promise<z.output<Schema>>;
  /**
   * Stores a file below a run's or model's place for artifacts.
   * @param root `artifact_uri` of the run or model
   * @throws MlflowError; `no-artifact-proxy` where the server passes no files on to the place
   */
  upload(root: string, name: string, bytes: Uint8Array): Promise<void>;
}

const callLimitMs = 15_000;
const uploadLimitMs = 120_000;

const refusalSchema = z.object({ error_code: z.string(), message: z.string() });

/** @param signal ends whatever is under way */
export function createMlflowClient(
  { server, authorization, experiment }: MlflowSettings,
  signal: AbortSignal,
): MlflowClient {
  const send = async (url: URL, init: RequestInit, limitMs: number): Promise<string> => {
    const headers = new Headers(init.headers);
    if (authorization !== undefined) headers.set('authorization', authorization);
    let status: number;
    let text: string;
    try {
      const response = await fetch(url, {
        ...init,
        headers,
        signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
      });
      [status, text] = [response.status, await response.text()];
    } catch (cause) {
      throw unreachable(server, signal.aborted ? 'it took too long' : reasonOf(cause), cause);
    }
    if (status >= 500) throw unreachable(server, `status ${status}`);
    if (status >= 400) throw refused(server, status, text);
    return text;
  };
  return {
    experiment,
    async call(method, path, input, schema) {
      const url = new URL(`${server}/api/2.0/mlflow/${path}`);
      const hasBody = method !== 'GET';
      if (!hasBody)
        for (const [key, value] of Object.entries(input)) url.searchParams.set(key, String(value));
      const text = await send(
        url,
        {
          method,
          ...(hasBody && { body: JSON.stringify(input), headers: { 'content-type': 'application/json' } }),
        },
        callLimitMs,
      );
      return parsed(server, path, text, schema);
    },
    async upload(root, name, bytes) {
      const place = proxied(root);
      // Of the server that is named: another one in the URI is that server under the name it knows.
      const url = new URL(`${server}/api/2.0/mlflow-artifacts/artifacts/${place}/${name}`);
      await send(url, { method: 'PUT', body: new Uint8Array(bytes) }, uploadLimitMs);
    },
  };
}

function parsed<Schema extends z.ZodType>(
  server: string,
  path: string,
  text: string,
  schema: Schema,
): z.output<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new MlflowError(
    { field: path, found: 'another response', expected: `that of MLflow's REST API from ${server}` },
    { code: 'mlflow-unexpected', cause: result.error },
  );
}

/** Path of the artifacts within the server's own store: `mlflow-artifacts:/1/run/artifacts`, with or without a host. */
function proxied(root: string): string {
  const [, path] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.+)$/.exec(root) ?? [];
  if (path !== undefined) return path.replace(/\/+$/, '');
  throw new MlflowError(
    {
      field: 'artifacts',
      found: root.slice(0, 80),
      expected:
        'mlflow-artifacts:/..., as of a server that passes files on (mlflow server --serve-artifacts)',
    },
    { code: 'no-artifact-proxy' },
  );
}

const unreachable = (server: string, why: string, cause?: unknown): MlflowError =>
  new MlflowError(`MLflow at ${server} cannot be reached: ${why}`, {
    code: 'mlflow-unreachable',
    retryable: true,
    cause,
  });

function refused(server: string, status: number, text: string): MlflowError {
  if (status === 401 || status === 403)
    return new MlflowError(
      `MLflow at ${server} refuses the credentials (${status}): set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN`,
      { code: 'mlflow-unauthorized' },
    );
  let refusal: z.output<typeof refusalSchema> | undefined;
  try {
    refusal = refusalSchema.safeParse(JSON.parse(text)).data;
  } catch {
    refusal = undefined;
  }
  const why = refusal === undefined ? text.slice(0, 200) : `${refusal.error_code}: ${refusal.message}`;
  return new MlflowError(`MLflow at ${server} refused (${status}): ${why}`, {
    code: 'mlflow-refused',
    context: { status, ...(refusal && { errorCode: refusal.error_code }) },
  });
}

/** `fetch` says no more than "fetch failed"; why stands below. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'it took too long';
  return describeError(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
