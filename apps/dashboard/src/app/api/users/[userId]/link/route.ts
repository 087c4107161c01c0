import type { UserLinkResponse } from '../../../../../server/responses.ts';
import { audit } from '../../../../../server/audit.ts';
import { repositories } from '../../../../../server/database.ts';
import { guarded } from '../../../../../server/guarded.ts';
import { RequestError } from '../../../../../server/request-error.ts';
import { makeUserLink } from '../../../../../server/users/user-link.ts';

/** Makes a link by which the user sets a new password; one from before holds no more. */
export const POST = guarded(
  'administer',
  async ({ request, session, parameters }): Promise<UserLinkResponse> => {
    const user = await repositories().users.find(parameters['userId'] ?? '');
    if (user === undefined) throw new RequestError({ code: 'no-such-user' });
    await audit(request, { action: 'make-link', session, subject: user.email });
    return makeUserLink(user.userId, session);
  },
);
