import { demoSession, SessionTokens, type Session } from '@beatwatch/service-kit/session';
import type { Guarded } from '../../apps/dashboard/src/server/guarded.ts';

export const secret = 's'.repeat(32);
const tokens = new SessionTokens(secret);

/** Somebody who is signed in; the id is the name. @param wards default: all */
export const staff = (userId: string, role: Session['role'], wards?: readonly string[]): Session => ({
  ...{ ...demoSession(), userId, role, userName: userId },
  ...(wards !== undefined && { wards }),
});

/** Calls a method of a route in this process. @returns the body as parsed JSON; undefined for an empty one */
export async function askRoute(
  method: Guarded,
  session: Session,
  {
    params = {},
    query = '',
    body,
    verb,
  }: { params?: Record<string, string>; query?: string; body?: object; verb?: string } = {},
): Promise<{ readonly status: number; readonly body: unknown }> {
  const cookie = `${tokens.cookieName}=${await tokens.forCookie(session)}`;
  const request = new Request(`http://localhost:3000/${query}`, {
    method: verb ?? (body === undefined ? 'GET' : 'POST'),
    headers: { cookie },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await method(request, { params: Promise.resolve(params) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
