import { z } from 'zod';
import { audit } from '../../../../server/audit.ts';
import { guarded } from '../../../../server/guarded.ts';
import { parseBody } from '../../../../server/parse-body.ts';
import { textField } from '../../../../server/fields.ts';
import { RequestError } from '../../../../server/request-error.ts';
import { askAuth, cookiesOf } from '../../../../server/sign-in/ask-auth.ts';
import { newPasswordField } from '../../../../server/sign-in/password-field.ts';
import { forgetSessions } from '../../../../server/sign-in/signed-in-session.ts';

const body = z.object({
  currentPassword: textField(200, { code: 'own-password' }),
  newPassword: newPasswordField,
});

/** Changes the user's own password, and ends his sessions in other browsers. */
export const PUT = guarded('signed-in', async ({ request, session }) => {
  const { currentPassword, newPassword } = await parseBody(body, request);
  const response = await askAuth(request, '/change-password', {
    currentPassword,
    newPassword,
    revokeOtherSessions: true,
  });
  if (!response.ok) {
    await audit(request, { action: 'set-password', outcome: 'refused', session });
    if (response.status >= 500) throw new RequestError({ code: 'password-not-changed' });
    throw new RequestError({ code: 'wrong-password' });
  }
  forgetSessions();
  await audit(request, { action: 'set-password', session });
  return new Response(null, { status: 204, headers: cookiesOf(response) });
});
