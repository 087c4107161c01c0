import { readConfig } from '../config.ts';
import { openedDatabase } from '../database.ts';
import { createAuth, type Auth } from './auth.ts';
import { singleSignOnOf } from './single-sign-on-config.ts';

// One for the process: Next.js loads a module once for each route.
const held = globalThis as { beatwatchAuth?: { readonly key: string; readonly auth: Auth } };

/** @throws RequestError 503 where no database is configured */
export function currentAuth(): Auth {
  const config = readConfig(process.env);
  const { pool, repositories } = openedDatabase();
  const key = `${config.DATABASE_URL ?? ''} ${config.BEATWATCH_SECRET}`;
  if (held.beatwatchAuth?.key !== key) {
    const provider = singleSignOnOf(config);
    const auth = createAuth({
      pool,
      users: repositories.users,
      secret: config.BEATWATCH_SECRET,
      publicUrl: config.PUBLIC_URL ?? `http://localhost:${config.PORT}`,
      sessionDays: config.SESSION_DAYS,
      ...(provider !== undefined && { singleSignOn: provider }),
    });
    held.beatwatchAuth = { key, auth };
  }
  return held.beatwatchAuth.auth;
}
