import { z } from 'zod';
import type { UsersResponse } from '../../../../server/responses.ts';
import { audit } from '../../../../server/audit.ts';
import { repositories } from '../../../../server/database.ts';
import { guarded } from '../../../../server/guarded.ts';
import { parseBody } from '../../../../server/parse-body.ts';
import { RequestError } from '../../../../server/request-error.ts';
import { forgetSessions } from '../../../../server/sign-in/signed-in-session.ts';
import { nameField, roleField, wardsField } from '../../../../server/users/user-fields.ts';

const body = z.object({
  name: nameField.optional(),
  role: roleField.optional(),
  wards: wardsField.optional(),
  isDisabled: z.boolean().optional(),
});

/** Changes name, role, wards (`"all"` or a list), or whether the user may sign in. */
export const PATCH = guarded(
  'administer',
  async ({ request, session, parameters }): Promise<UsersResponse> => {
    const change = Object.fromEntries(
      Object.entries(await parseBody(body, request)).filter(([, value]) => value !== undefined),
    );
    const { users } = repositories();
    const userId = parameters['userId'] ?? '';
    const outcome = await users.change(userId, change);
    if (outcome === 'unknown') throw new RequestError({ code: 'no-such-user' });
    if (outcome === 'last-administrator') throw new RequestError({ code: 'last-administrator' });
    forgetSessions();
    await audit(request, { action: 'change-user', session, subject: `${userId} ${JSON.stringify(change)}` });
    return { users: await users.list() };
  },
);
