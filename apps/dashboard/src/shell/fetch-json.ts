import type { Problem } from '@beatwatch/service-kit';
import { pageTexts } from '../texts/page-texts.ts';
import { refusalOf } from './refused-response.ts';

/** What the server said where it did not do what was asked. */
export class ResponseError extends Error {
  override readonly name = 'ResponseError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** @throws Error with a message for the user, in the language of the page; ResponseError where the server has refused */
export async function fetchJson<Body>(path: string, request: RequestInit = {}): Promise<Body> {
  return (await (await fetchResponse(path, request)).json()) as Body;
}

/** @throws Error as {@link fetchJson} does */
export async function fetchResponse(path: string, request: RequestInit = {}): Promise<Response> {
  let response = await send(path, request);
  if (response.status === 401 && path.startsWith('/api/')) {
    // The server has another secret than when this page was opened; any page brings a new session.
    await send('/', { headers: { accept: 'text/html' }, cache: 'no-store' });
    response = await send(path, request);
  }
  if (response.ok) return response;
  const body = ((await response.json().catch(() => null)) ?? {}) as Partial<Problem>;
  throw new ResponseError(response.status, await refusalOf(body, response.status));
}

/** Sends a body of JSON. @throws Error as {@link fetchJson} does */
export const sendJson = (path: string, method: 'POST' | 'PUT' | 'PATCH', body: object): Promise<Response> =>
  fetchResponse(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const send = (path: string, request: RequestInit): Promise<Response> =>
  fetch(path, request).catch(() => {
    request.signal?.throwIfAborted();
    throw new Error(pageTexts().shell.errors.noServer);
  });
