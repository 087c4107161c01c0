import type { Problem } from '@beatwatch/service-kit';

/** @throws Error with a message for the user, the server's own if it sent one */
export async function fetchJson<Body>(path: string): Promise<Body> {
  const response = await fetch(path).catch(() => {
    throw new Error('The dashboard server does not respond. This page keeps trying.');
  });
  if (response.ok) return (await response.json()) as Body;
  const body = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
  throw new Error(body?.detail ?? `The server responded with status ${response.status}.`);
}
