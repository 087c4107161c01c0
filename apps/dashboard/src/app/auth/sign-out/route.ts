import { guarded } from '../../../server/guarded.ts';
import { audit } from '../../../server/audit.ts';
import { askAuth, cookiesOf } from '../../../server/sign-in/ask-auth.ts';
import { forgetSessions } from '../../../server/sign-in/signed-in-session.ts';

/** Ends the session. */
export const POST = guarded('signed-in', async ({ request, session }) => {
  const response = await askAuth(request, '/sign-out', {});
  forgetSessions();
  await audit(request, { action: 'sign-out', session });
  return new Response(null, { status: 204, headers: cookiesOf(response) });
});
