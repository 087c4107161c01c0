import { maxUserNameLength, parseUserName, type Session } from '@beatwatch/service-kit/session';
import { shown } from '@beatwatch/contracts';
import type { SessionResponse } from '../../../server/responses.ts';
import { RequestError } from '../../../server/request-error.ts';
import { respond } from '../../../server/respond.ts';
import { requireSession, sessionCookie } from '../../../server/sessions.ts';
import { smallJson } from '../../../server/small-json.ts';

const responseOf = ({ userName }: Session): SessionResponse => (userName === undefined ? {} : { userName });

/** Under which name this browser's actions are recorded. */
export function GET(request: Request): Promise<Response> {
  return respond(async () => responseOf(await requireSession(request)));
}

/** `{"userName": "..."}`: sets that name; an empty one removes it. */
export async function PUT(request: Request): Promise<Response> {
  let session: Session | undefined;
  const response = await respond(async () => {
    const { id } = await requireSession(request);
    const entered = enteredName(await smallJson(request));
    const userName = entered === '' ? undefined : parseUserName(entered);
    if (entered !== '' && userName === undefined) throw refusedName(entered);
    session = { id, ...(userName !== undefined && { userName }) };
    return responseOf(session);
  });
  if (session !== undefined) response.headers.append('set-cookie', await sessionCookie(session, request));
  return response;
}

const enteredName = (body: unknown): unknown => (body as { readonly userName?: unknown } | null)?.userName;

function refusedName(entered: unknown): RequestError {
  const refusal = {
    field: 'userName',
    found: shown(entered),
    expected: `1 to ${maxUserNameLength} letters, digits, spaces and .,'()/-`,
  };
  return new RequestError(400, 'invalid-request', `A name has ${refusal.expected}.`, { errors: [refusal] });
}
