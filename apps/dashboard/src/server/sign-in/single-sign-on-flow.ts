import { audit } from '../audit.ts';
import { RequestError } from '../request-error.ts';
import { askAuth, cookiesOf } from './ask-auth.ts';
import { localPath } from './local-path.ts';
import { providerId } from './single-sign-on.ts';

/** @returns a redirect to the provider @throws RequestError 404 without a provider, 503 where it does not respond */
export async function startSingleSignOn(request: Request, next: string | undefined): Promise<Response> {
  const signInPage = `/sign-in?next=${encodeURIComponent(localPath(next))}`;
  const response = await askAuth(request, '/sign-in/social', {
    provider: providerId,
    // The sign-in page goes on to the page that was wanted: cookies that are SameSite=Strict are not sent on the way back.
    callbackURL: signInPage,
    errorCallbackURL: `${signInPage}&failed=1`,
  });
  const { url } = (await response.json().catch(() => ({}))) as { readonly url?: string };
  if (!response.ok || url === undefined) {
    throw new RequestError({ code: response.status === 404 ? 'no-single-sign-on' : 'single-sign-on-away' });
  }
  return new Response(null, { status: 302, headers: [['location', url], ...cookiesOf(response)] });
}

/** @returns a redirect to the page that was wanted, or back to the sign-in page */
export async function endSingleSignOn(request: Request): Promise<Response> {
  const response = await askAuth(request, `/callback/${providerId}${new URL(request.url).search}`);
  const location = response.headers.get('location');
  const cookies = cookiesOf(response);
  const isSignedIn = cookies.some(([, cookie]) => cookie.includes('.session_token='));
  await audit(request, {
    action: 'sign-in',
    outcome: isSignedIn ? 'done' : 'refused',
    subject: 'single sign-on',
  });
  const target = isSignedIn && location !== null ? location : '/sign-in?failed=1';
  return new Response(null, { status: 302, headers: [['location', target], ...cookies] });
}
