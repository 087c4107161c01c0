import type { LiveTokenResponse } from '../../../../server/responses.ts';
import { respond } from '../../../../server/respond.ts';
import { requireSession, sessionTokens } from '../../../../server/sessions.ts';

/** What the gateway lets this browser in with, for a minute. */
export function GET(request: Request): Promise<Response> {
  return respond(async (): Promise<LiveTokenResponse> => ({
    token: await sessionTokens().forSocket(await requireSession(request)),
  }));
}
