import type { ErrorBody } from '../server/respond.ts';

/** @throws Error with a message for the user, the server's own if it sent one */
export async function fetchJson<Body>(path: string): Promise<Body> {
  const response = await fetch(path).catch(() => {
    throw new Error('The dashboard server does not respond. This page keeps trying.');
  });
  if (response.ok) return (await response.json()) as Body;
  const body = (await response.json().catch(() => undefined)) as ErrorBody | undefined;
  throw new Error(body?.error.message ?? `The server responded with status ${response.status}.`);
}
