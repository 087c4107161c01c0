/** What a client sees of a response. */
interface Seen {
  readonly status: number;
  readonly type: string | null;
  readonly body: unknown;
}

/** A problem whose texts are the app's own. */
const problemShape = (status: number): Seen => ({
  status,
  type: 'application/problem+json',
  body: { type: 'string', title: 'string', status, detail: 'string' },
});

/** The HTTP interface that every app shares; compare with `httpFaceOf`. */
export const httpFace = {
  healthz: { status: 200, type: 'application/json', body: { status: 'alive' } },
  readyz: { status: 200, type: 'application/json', body: { ready: true, failing: [] } },
  unknown: problemShape(404),
};

/** Response to a wrong token, of apps that require one. */
export const unauthorized = problemShape(401);

/**
 * @param unknownPath default `/nothing/here`
 * @param headers of the request to it, where it needs a session
 */
export async function httpFaceOf(
  url: string,
  unknownPath = '/nothing/here',
  headers: Readonly<Record<string, string>> = {},
): Promise<typeof httpFace> {
  const [healthz, readyz, unknown] = await Promise.all([
    seen(await fetch(`${url}/healthz`)),
    seen(await fetch(`${url}/readyz`)),
    seenProblem(await fetch(`${url}${unknownPath}`, { headers })),
  ]);
  return { healthz, readyz, unknown } as typeof httpFace;
}

/** The response to a POST with a token that nobody has. */
export const withWrongToken = async (url: string): Promise<Seen> =>
  seenProblem(await fetch(url, { method: 'POST', headers: { authorization: 'Bearer wrong' }, body: '{}' }));

async function seen(response: Response): Promise<Seen> {
  const type = response.headers.get('content-type')?.split(';')[0] ?? null;
  return { status: response.status, type, body: await response.json() };
}

/** The members of RFC 9457 by their type, except for the status; an app's own members are left out. */
async function seenProblem(response: Response): Promise<Seen> {
  const { body, ...rest } = await seen(response);
  const { type, title, status, detail } = body as Readonly<Record<string, unknown>>;
  return { ...rest, body: { type: typeof type, title: typeof title, status, detail: typeof detail } };
}
