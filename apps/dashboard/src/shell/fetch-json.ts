import type { ErrorBody } from '../server/respond.ts';

/** @throws Error with the server's own words */
export async function fetchJson<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path).catch(() => {
    throw new Error('The dashboard server does not answer. This page tries again by itself.');
  });
  if (response.ok) return (await response.json()) as Answer;
  const body = (await response.json().catch(() => undefined)) as ErrorBody | undefined;
  throw new Error(body?.error.message ?? `The server answered ${response.status}.`);
}
