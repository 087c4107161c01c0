import { makeSetUpLink, type Repositories } from '@beatwatch/timescale';
import { readConfig } from '../../config.ts';
import { readStack } from '../../stack/stack-file.ts';

/** The pages as browsers see them: PUBLIC_URL, the running stack's, else this machine's. */
export async function pageAddress(): Promise<string> {
  const config = readConfig();
  const stack = await readStack(config.dataDir);
  const url = config.PUBLIC_URL ?? stack?.url ?? `http://localhost:${config.DASHBOARD_PORT}`;
  return url.replace(/\/$/, '');
}

/** A whole link by which a user sets a password: it holds once, for a day. */
export async function userLink(users: Repositories['users'], userId: string): Promise<string> {
  const { path } = await makeSetUpLink(users, { userId, madeBy: 'beatwatch users' });
  return (await pageAddress()) + path;
}
