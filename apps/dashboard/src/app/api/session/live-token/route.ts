import type { LiveTokenResponse } from '../../../../server/responses.ts';
import { guarded } from '../../../../server/guarded.ts';
import { sessionTokens } from '../../../../server/sessions.ts';

/** What the gateway lets this browser in with, for a minute. */
export const GET = guarded('signed-in', async ({ session }): Promise<LiveTokenResponse> => ({
  token: await sessionTokens().forSocket(session),
}));
