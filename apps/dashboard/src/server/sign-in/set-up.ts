import { tokenDigest } from '@beatwatch/service-kit';
import { audit } from '../audit.ts';
import { repositories } from '../database.ts';
import { RequestError } from '../request-error.ts';
import { currentAuth } from './held-auth.ts';
import { signIn } from './sign-in.ts';
import { forgetSessions } from './signed-in-session.ts';

/**
 * Sets the password of whoever a link was made for, and signs in; other sessions of the user end.
 * @throws RequestError 410 for a link that was used, has expired or never was
 */
export async function setUp(
  request: Request,
  { token, password }: { readonly token: string; readonly password: string },
): Promise<Response> {
  const { users } = repositories();
  const userId = await users.useLink(tokenDigest(token).toString('hex'));
  const user = userId === undefined ? undefined : await users.find(userId);
  if (user === undefined) {
    throw new RequestError({ code: 'link-used' });
  }
  await setPassword(user.userId, password);
  await users.endSessions(user.userId);
  forgetSessions();
  const { userId: id, name: userName, role, email } = user;
  await audit(request, { action: 'set-password', session: { userId: id, userName, role }, subject: email });
  return signIn(request, { email, password });
}

async function setPassword(userId: string, password: string): Promise<void> {
  const { internalAdapter, password: passwords } = await currentAuth().$context;
  const hash = await passwords.hash(password);
  const accounts = await internalAdapter.findAccounts(userId);
  if (accounts.some(({ providerId }) => providerId === 'credential')) {
    await internalAdapter.updatePassword(userId, hash);
  } else {
    await internalAdapter.linkAccount({
      userId,
      providerId: 'credential',
      accountId: userId,
      password: hash,
    });
  }
}
