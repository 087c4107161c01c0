import { randomBytes } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';
import { contentSecurityPolicy } from './server/content-security-policy.ts';
import { RequestError } from './server/request-error.ts';
import { respond } from './server/respond.ts';
import { needsCookie, sessionCookie, sessionOf, sessionTokens } from './server/sessions.ts';

/** Before every page and API route: a session for the first, no route without one, and what a page may load. */
export async function proxy(request: NextRequest): Promise<Response> {
  const sealed = await sessionOf(request);
  const isPage = !request.nextUrl.pathname.startsWith('/api/');
  if (sealed === undefined && !isPage) {
    return respond(() =>
      Promise.reject(new RequestError(401, 'no-session', 'Open a page of this server first.')),
    );
  }
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, request.headers.get('host') ?? '');
  const headers = new Headers(request.headers);
  // Next.js reads the nonce for its own scripts from here.
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  if (isPage && needsCookie(sealed)) {
    const session = sealed?.session ?? sessionTokens().newSession();
    response.headers.append('set-cookie', await sessionCookie(session, request));
  }
  return response;
}

export const config = { matcher: ['/((?!_next/|healthz$|readyz$|icon\\.svg$).*)'] };
