import { randomBytes } from 'node:crypto';
import { tokenDigest } from '@beatwatch/service-kit';
import type { UserRepository } from './user-repository.ts';

const validMs = 24 * 3_600_000;

/**
 * Makes the link by which a user sets a password: it holds once, for a day, and ends those from before.
 * @returns path of the page; the token stands behind `#`, which browsers send to no server
 */
export async function makeSetUpLink(
  users: Pick<UserRepository, 'makeLink'>,
  { userId, madeBy }: { readonly userId: string; readonly madeBy: string },
): Promise<{ readonly path: string; readonly expiresAtMs: number }> {
  const token = randomBytes(24).toString('base64url');
  const expiresAtMs = Date.now() + validMs;
  const tokenSha256 = tokenDigest(token).toString('hex');
  await users.makeLink({ userId, tokenSha256, madeBy, expiresAtMs });
  return { path: `/set-up#${token}`, expiresAtMs };
}
