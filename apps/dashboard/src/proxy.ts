import { randomBytes } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';
import { contentSecurityPolicy } from './server/content-security-policy.ts';
import { RequestError } from './server/request-error.ts';
import { refusal } from './server/respond.ts';
import { sessionOf, sessionOfPage } from './server/sessions.ts';

/** Pages and addresses of those who have not signed in yet. */
const isOpen = (path: string): boolean => /^\/(sign-in|set-up|auth\/.*)$/.test(path);

/** Before every page and API route: nothing without a session but the sign-in, and what a page may load. */
export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname } = request.nextUrl;
  let cookies: readonly string[] = [];
  try {
    if (pathname.startsWith('/api/')) {
      if ((await sessionOf(request)) === undefined) throw new RequestError({ code: 'no-session' });
    } else if (!isOpen(pathname)) {
      const opened = await sessionOfPage(request);
      if (opened === undefined) return toSignIn(request);
      cookies = opened.cookies;
    }
  } catch (error) {
    return refusal(error);
  }
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, request.headers.get('host') ?? '');
  const headers = new Headers(request.headers);
  // Next.js reads the nonce for its own scripts from here.
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}

function toSignIn({ nextUrl }: NextRequest): Response {
  const next = nextUrl.pathname + nextUrl.search;
  const path = next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
  const response = NextResponse.redirect(new URL(path, nextUrl.href));
  response.headers.set('cache-control', 'no-store');
  return response;
}

export const config = { matcher: ['/((?!_next/|healthz$|readyz$|icon\\.svg$).*)'] };
