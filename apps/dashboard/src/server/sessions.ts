import {
  demoSession,
  sessionSeconds,
  SessionTokens,
  type SealedSession,
  type Session,
} from '@beatwatch/service-kit/session';
import { readConfig } from './config.ts';
import { signedInSession, type SignedIn } from './sign-in/signed-in-session.ts';

/** A demo's cookie in use is made anew once it is a day old. */
const renewedAfterSeconds = 86_400;

export const sessionTokens = (): SessionTokens => new SessionTokens(readConfig(process.env).BEATWATCH_SECRET);

export const isDemoInstallation = (): boolean => readConfig(process.env).SIGN_IN === 'demo';

/**
 * Who sent a request; undefined where nobody has signed in.
 * @throws RequestError 503 where that cannot be found out
 */
export async function sessionOf(request: Request): Promise<Session | undefined> {
  const sealed = isDemoInstallation() ? await demoCookieOf(request) : await signedInSession(request.headers);
  return sealed?.session;
}

/** Who opens a page, with the cookies to set: in a demo everybody is let in. */
export async function sessionOfPage(request: Request): Promise<SignedIn | undefined> {
  if (!isDemoInstallation()) return signedInSession(request.headers);
  const sealed = await demoCookieOf(request);
  const session = sealed?.session ?? demoSession();
  const isFresh = sealed !== undefined && sealed.ageSeconds <= renewedAfterSeconds;
  return { session, cookies: isFresh ? [] : [await demoCookie(session, request)] };
}

async function demoCookieOf(request: Request): Promise<SealedSession | undefined> {
  const tokens = sessionTokens();
  const cookies = (request.headers.get('cookie') ?? '').split(/; */).map((cookie) => cookie.split('='));
  const [, token] = cookies.find(([name]) => name === tokens.cookieName) ?? [];
  return tokens.fromCookie(token);
}

/** A `Set-Cookie` header: out of reach of scripts, and sent to no page of another site. */
export async function demoCookie(session: Session, request: Request): Promise<string> {
  const tokens = sessionTokens();
  const token = await tokens.forCookie(session);
  const secure = request.headers.get('x-forwarded-proto') === 'https' ? '; Secure' : '';
  return `${tokens.cookieName}=${token}; Path=/; Max-Age=${sessionSeconds}; HttpOnly; SameSite=Strict${secure}`;
}
