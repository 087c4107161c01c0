import type { Session } from '@beatwatch/service-kit/session';
import { readConfig } from '../config.ts';
import { repositories } from '../database.ts';
import { RequestError } from '../request-error.ts';
import { sessionCookieName } from './auth.ts';
import { currentAuth } from './held-auth.ts';

export interface SignedIn {
  readonly session: Session;
  /** `Set-Cookie` headers of a session that was prolonged. */
  readonly cookies: readonly string[];
}

interface Known {
  readonly session: Session;
  readonly checkedMs: number;
}

/** For so long a session is not looked up again. */
const freshMs = 5000;
/** While the database is away, monitoring goes on for those whose session was good so long ago. */
const trustedMs = 15 * 60_000;
const mostKnown = 10_000;

// One for the process: Next.js loads a module once for each route.
const held = globalThis as { beatwatchSessions?: Map<string, Known> };
const knownSessions = (): Map<string, Known> => (held.beatwatchSessions ??= new Map());

/**
 * Who is signed in, by the cookie of a request.
 * @throws RequestError 503 where that cannot be found out
 */
export async function signedInSession(headers: Headers): Promise<SignedIn | undefined> {
  const cookie = cookieOf(headers);
  if (cookie === undefined) return undefined;
  const all = knownSessions();
  const known = all.get(cookie);
  const ageMs = known === undefined ? Infinity : Date.now() - known.checkedMs;
  if (known !== undefined && ageMs < freshMs) return { session: known.session, cookies: [] };
  let found: SignedIn | undefined;
  try {
    found = await lookUp(headers);
  } catch (cause) {
    if (known !== undefined && ageMs < trustedMs) return { session: known.session, cookies: [] };
    throw new RequestError({ code: 'nobody-can-sign-in' }, { cause });
  }
  all.delete(cookie);
  if (found !== undefined) all.set(cookie, { session: found.session, checkedMs: Date.now() });
  const [oldest] = all.keys();
  if (all.size > mostKnown && oldest !== undefined) all.delete(oldest);
  return found;
}

/** After a sign-out or a change of the user: the next request looks again. */
export function forgetSessions(): void {
  knownSessions().clear();
}

async function lookUp(headers: Headers): Promise<SignedIn | undefined> {
  const result = await currentAuth().api.getSession({ headers, returnHeaders: true });
  if (result.response === null) return undefined;
  const { id, userId } = result.response.session;
  const user = await repositories().users.find(userId);
  if (user === undefined || user.isDisabled) return undefined;
  const { name: userName, role, wards } = user;
  return {
    session: { id, userId, userName, role, ...(wards !== undefined && { wards }) },
    cookies: result.headers.getSetCookie(),
  };
}

function cookieOf(headers: Headers): string | undefined {
  const name = sessionCookieName(readConfig(process.env).BEATWATCH_SECRET);
  const pairs = (headers.get('cookie') ?? '').split(/; */).map((pair) => pair.split('='));
  return pairs
    .find(([candidate]) => candidate === name)
    ?.slice(1)
    .join('=');
}
