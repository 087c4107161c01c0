import { audit } from '../audit.ts';
import { repositories } from '../database.ts';
import { RequestError } from '../request-error.ts';
import { askAuth, cookiesOf } from './ask-auth.ts';

const windowMs = 5 * 60_000;
/** Wrong passwords for one e-mail address, wherever they come from. */
const mostRefusals = 10;

/**
 * Signs somebody in.
 * @returns a response without a body that sets the cookie of the session
 * @throws RequestError 401, or 429 after too many wrong passwords
 */
export async function signIn(
  request: Request,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Response> {
  const subject = email.toLowerCase();
  const { users, audit: log } = repositories();
  const sinceMs = Date.now() - windowMs;
  if ((await log.refusals({ action: 'sign-in', subject, sinceMs })) >= mostRefusals) throw tooMany();
  const user = await users.findByEmail(subject);
  // Not in a hook of better-auth: it holds a transaction then, for which every statement on the embedded database waits.
  const isAllowed = user?.isDisabled !== true;
  const response = await askAuth(request, '/sign-in/email', {
    email: subject,
    // One that nobody has: the response takes as long as for others.
    password: isAllowed ? password : '',
  });
  if (response.status === 429) throw tooMany();
  if (!response.ok || !isAllowed) {
    await audit(request, { action: 'sign-in', outcome: 'refused', subject });
    // Not which of both: that would tell who has an account.
    throw new RequestError({ code: 'no-such-account' });
  }
  await audit(request, {
    action: 'sign-in',
    subject,
    ...(user && { session: { userId: user.userId, userName: user.name, role: user.role } }),
  });
  return new Response(null, { status: 204, headers: cookiesOf(response) });
}

const tooMany = (): RequestError => new RequestError({ code: 'too-many-passwords' });
