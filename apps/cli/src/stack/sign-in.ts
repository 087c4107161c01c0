import { randomBytes } from 'node:crypto';
import { makeSetUpLink, type Repositories } from '@beatwatch/timescale';
import type { CliConfig } from '../config.ts';
import { onDatabase } from './with-database.ts';

export type SignIn = 'required' | 'demo';

const loopback = ['127.0.0.1', '::1', 'localhost'];

/** The demo lets everybody in, where only this machine can open it; else people sign in. */
export function signInOf(
  config: Pick<CliConfig, 'SIGN_IN' | 'DASHBOARD_HOST'>,
  withSimulator: boolean,
): SignIn {
  if (config.SIGN_IN !== undefined) return config.SIGN_IN;
  return withSimulator && loopback.includes(config.DASHBOARD_HOST) ? 'demo' : 'required';
}

export interface SignInNoticeOptions {
  readonly config: Pick<CliConfig, 'FIRST_ADMINISTRATOR' | 'PUBLIC_URL'>;
  readonly signIn: SignIn;
  readonly connectionString: string;
  /** Of the pages, where `PUBLIC_URL` does not say. */
  readonly url: string;
}

/** For whoever starts the stack: how to sign in. @returns undefined where an administrator knows already */
export async function signInNotice(options: SignInNoticeOptions): Promise<string | undefined> {
  const { config, signIn, connectionString, url } = options;
  if (signIn === 'demo')
    return 'demo: whoever opens the page is its administrator (SIGN_IN=required asks for a sign-in)';
  const link = await onDatabase(
    { connectionString, applicationName: 'beatwatch-start' },
    ({ repositories }) => firstLink(repositories.users, config.FIRST_ADMINISTRATOR),
  );
  return link && `set the first administrator's password: ${config.PUBLIC_URL ?? url}${link}`;
}

/**
 * While nobody can sign in as administrator: adds one, and makes a new link for the password.
 * @returns the link's path; undefined where there is an administrator
 */
export async function firstLink(users: Repositories['users'], email: string): Promise<string | undefined> {
  if (await users.hasAdministrator()) return undefined;
  const userId = randomBytes(16).toString('hex');
  await users.add({ userId, name: 'Administrator', email, role: 'administrator' });
  const user = await users.findByEmail(email);
  if (user === undefined) return undefined;
  await users.change(user.userId, { role: 'administrator', isDisabled: false });
  return (await makeSetUpLink(users, { userId: user.userId, madeBy: 'beatwatch start' })).path;
}
