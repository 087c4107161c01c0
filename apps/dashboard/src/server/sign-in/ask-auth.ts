import { authPath, clientAddressHeader } from './auth.ts';
import { currentAuth } from './held-auth.ts';

/** Network address of whoever sent a request, as the server or its proxy saw it. */
export const addressOf = (request: Request): string | undefined =>
  request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();

/** Asks one of better-auth's own addresses in the name of a request, with its cookies and its address. */
export async function askAuth(request: Request, path: string, body?: object): Promise<Response> {
  const { headers } = request;
  const protocol = headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const url = `${protocol}://${headers.get('host') ?? 'localhost'}${authPath}${path}`;
  const sent = new Headers({ 'content-type': 'application/json' });
  for (const name of [
    'cookie',
    'origin',
    'user-agent',
    'sec-fetch-site',
    'sec-fetch-mode',
    'sec-fetch-dest',
  ]) {
    const value = headers.get(name);
    if (value !== null) sent.set(name, value);
  }
  sent.set(clientAddressHeader, addressOf(request) ?? '127.0.0.1');
  const response = await currentAuth().handler(
    new Request(url, {
      headers: sent,
      ...(body === undefined ? { method: 'GET' } : { method: 'POST', body: JSON.stringify(body) }),
    }),
  );
  return protocol === 'https' ? withSecureCookies(response) : response;
}

function withSecureCookies(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete('set-cookie');
  for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', `${cookie}; Secure`);
  return new Response(response.body, { status: response.status, headers });
}

/** The cookies that a response of better-auth sets, for a response of ours. */
export const cookiesOf = (response: Response): [string, string][] =>
  response.headers.getSetCookie().map((cookie) => ['set-cookie', cookie]);
