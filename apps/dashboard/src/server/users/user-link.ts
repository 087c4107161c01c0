import { makeSetUpLink } from '@beatwatch/timescale';
import { actorOf, type Session } from '@beatwatch/service-kit/session';
import { repositories } from '../database.ts';
import type { UserLinkResponse } from '../responses.ts';

/** A link by which the user sets a password. */
export async function makeUserLink(userId: string, session: Session): Promise<UserLinkResponse> {
  const { path, expiresAtMs } = await makeSetUpLink(repositories().users, {
    userId,
    madeBy: actorOf(session),
  });
  return { userId, path, expiresAtMs };
}
