import { isDemo, maxUserNameLength, parseUserName, type Session } from '@beatwatch/service-kit/session';
import { shown } from '@beatwatch/contracts';
import type { SessionResponse } from '../../../server/responses.ts';
import { expectationText } from '../../../server/expectations.ts';
import { guarded } from '../../../server/guarded.ts';
import { invalidFields } from '../../../server/invalid-fields.ts';
import { RequestError } from '../../../server/request-error.ts';
import { demoCookie } from '../../../server/sessions.ts';
import { smallJson } from '../../../server/small-json.ts';

const responseOf = (session: Session): SessionResponse => {
  const { userName, role, wards } = session;
  return {
    ...(userName !== undefined && { userName }),
    role,
    ...(wards !== undefined && { wards }),
    isDemo: isDemo(session),
  };
};

/** Who is signed in. */
export const GET = guarded('signed-in', ({ session }) => responseOf(session));

/** `{"userName": "..."}`: in a demo, the name under which this browser's actions are recorded; an empty one removes it. */
export const PUT = guarded('signed-in', async ({ request, session }) => {
  if (!isDemo(session)) throw new RequestError({ code: 'name-is-set' });
  const entered = enteredName(await smallJson(request));
  const userName = entered === '' ? undefined : parseUserName(entered);
  if (entered !== '' && userName === undefined) throw refusedName(entered);
  const { userName: _, ...nameless } = session;
  const renamed = { ...nameless, ...(userName !== undefined && { userName }) };
  return Response.json(responseOf(renamed), {
    headers: { 'cache-control': 'no-store', 'set-cookie': await demoCookie(renamed, request) },
  });
});

const enteredName = (body: unknown): unknown => (body as { readonly userName?: unknown } | null)?.userName;

function refusedName(entered: unknown): RequestError {
  const rule = { code: 'user-name', most: maxUserNameLength } as const;
  return invalidFields([{ field: 'userName', found: shown(entered), expected: expectationText(rule), rule }]);
}
