import {
  sessionSeconds,
  SessionTokens,
  type SealedSession,
  type Session,
} from '@beatwatch/service-kit/session';
import { readConfig } from './config.ts';
import { RequestError } from './request-error.ts';

/** A cookie in use is made anew once it is a day old. */
const renewedAfterSeconds = 86_400;

export const sessionTokens = (): SessionTokens => new SessionTokens(readConfig(process.env).BEATWATCH_SECRET);

/** The session of a request's cookie; undefined without one that this installation has signed. */
export async function sessionOf(request: Request): Promise<SealedSession | undefined> {
  const tokens = sessionTokens();
  const cookies = (request.headers.get('cookie') ?? '').split(/; */).map((cookie) => cookie.split('='));
  const [, token] = cookies.find(([name]) => name === tokens.cookieName) ?? [];
  return tokens.fromCookie(token);
}

/** @throws RequestError 401 */
export async function requireSession(request: Request): Promise<Session> {
  const sealed = await sessionOf(request);
  if (sealed !== undefined) return sealed.session;
  throw new RequestError(401, 'no-session', 'Open a page of this server first.');
}

export const needsCookie = (sealed: SealedSession | undefined): boolean =>
  sealed === undefined || sealed.ageSeconds > renewedAfterSeconds;

/** A `Set-Cookie` header: out of reach of scripts, and sent to no page of another site. */
export async function sessionCookie(session: Session, request: Request): Promise<string> {
  const tokens = sessionTokens();
  const token = await tokens.forCookie(session);
  const secure = request.headers.get('x-forwarded-proto') === 'https' ? '; Secure' : '';
  return `${tokens.cookieName}=${token}; Path=/; Max-Age=${sessionSeconds}; HttpOnly; SameSite=Strict${secure}`;
}
