import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { UserLinkResponse, UsersResponse } from '../../../server/responses.ts';
import { audit } from '../../../server/audit.ts';
import { repositories } from '../../../server/database.ts';
import { guarded } from '../../../server/guarded.ts';
import { parseBody } from '../../../server/parse-body.ts';
import { expects } from '../../../server/expectations.ts';
import { RequestError } from '../../../server/request-error.ts';
import { nameField, roleField, wardsField } from '../../../server/users/user-fields.ts';
import { makeUserLink } from '../../../server/users/user-link.ts';

const body = z.object({
  name: nameField,
  email: z.email(expects({ code: 'e-mail' })).max(254, expects({ code: 'e-mail' })),
  role: roleField,
  wards: wardsField.optional(),
});

/** Everybody who may sign in. */
export const GET = guarded('administer', async (): Promise<UsersResponse> => ({
  users: await repositories().users.list(),
}));

/** `{"name", "email", "role", "wards"?}`: adds a user, and returns the link by which he sets a password. */
export const POST = guarded('administer', async ({ request, session }): Promise<UserLinkResponse> => {
  const { wards, ...user } = await parseBody(body, request);
  const userId = randomBytes(16).toString('hex');
  const isNew = await repositories().users.add({
    ...user,
    userId,
    ...(wards !== undefined && wards !== 'all' && { wards }),
  });
  if (!isNew) throw new RequestError({ code: 'user-exists' });
  await audit(request, { action: 'add-user', session, subject: `${user.email} as ${user.role}` });
  return makeUserLink(userId, session);
});
