import type { Problem } from '@beatwatch/service-kit';
import { readConfig } from './config.ts';

const limitMs = 2000;

/** What the gateway says of itself at `/readyz`: true, or why it is not ready. */
export async function patientsAreJudged(): Promise<true | string> {
  const { GATEWAY_URL, GATEWAY_PORT, GATEWAY_INTERNAL_URL } = readConfig(process.env);
  // Under the page's own origin it is for the browser alone.
  const publicUrl = GATEWAY_URL === 'same-origin' ? undefined : GATEWAY_URL;
  const url = GATEWAY_INTERNAL_URL ?? publicUrl ?? `http://127.0.0.1:${GATEWAY_PORT}`;
  let response: Response;
  try {
    response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(limitMs) });
  } catch {
    return 'the gateway does not answer';
  }
  if (response.ok) return true;
  const body = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
  return body?.detail ?? `the gateway responded with status ${response.status}`;
}
