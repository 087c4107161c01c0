import { createHash } from 'node:crypto';
import type { Repositories } from '@beatwatch/timescale';
import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins';
import type pg from 'pg';
import { maxPasswordLength, minPasswordLength } from './password-length.ts';
import { providerConfig, providerId, type SingleSignOn } from './single-sign-on.ts';

/** Path under which better-auth serves its own addresses. */
export const authPath = '/auth';

export interface AuthOptions {
  readonly pool: pg.Pool;
  readonly users: Repositories['users'];
  readonly secret: string;
  /** As browsers see it; single sign-on comes back there. */
  readonly publicUrl: string;
  /** Days after which a browser that is not used has to sign in again. */
  readonly sessionDays: number;
  readonly singleSignOn?: SingleSignOn;
}

const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' };
const daySeconds = 86_400;
/** A ward's computers may share one address. */
const perAddress = { window: 60, max: 30 };
const limitedPaths = ['/sign-in/email', '/sign-in/social', '/change-password'];

/** Passwords, sessions and single sign-on, by better-auth on our tables. Nobody can sign up: administrators add users. */
export function createAuth({
  pool,
  users,
  secret,
  publicUrl,
  sessionDays,
  singleSignOn: provider,
}: AuthOptions) {
  return betterAuth({
    database: pool,
    secret: createHash('sha256').update(`beatwatch sign-in ${secret}`).digest('hex'),
    baseURL: publicUrl,
    basePath: authPath,
    telemetry: { enabled: false },
    logger: { level: 'error' },
    // Host and Origin were checked before by the guard of the server; here it is the page's own.
    trustedOrigins: (request) => {
      if (request === undefined) return [];
      const { host } = new URL(request.url);
      return [`http://${host}`, `https://${host}`];
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength,
      maxPasswordLength,
      revokeSessionsOnPasswordReset: true,
    },
    rateLimit: {
      enabled: true,
      customRules: Object.fromEntries(limitedPaths.map((path) => [path, perAddress])),
    },
    session: {
      modelName: 'user_session',
      expiresIn: sessionDays * daySeconds,
      updateAge: daySeconds,
      fields: {
        ...timestamps,
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
    },
    user: { modelName: 'user_account', fields: { ...timestamps, emailVerified: 'email_verified' } },
    account: {
      modelName: 'user_credential',
      fields: {
        ...timestamps,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
      accountLinking: { enabled: true, trustedProviders: [providerId] },
    },
    verification: {
      modelName: 'user_verification',
      fields: { ...timestamps, expiresAt: 'expires_at' },
    },
    advanced: {
      cookiePrefix: cookiePrefixOf(secret),
      // Served over http on this machine; behind a proxy with TLS the attribute is added to each response.
      useSecureCookies: false,
      defaultCookieAttributes: { sameSite: 'strict', httpOnly: true, path: '/' },
      // The provider's page sends the browser back.
      cookies: {
        state: { attributes: { sameSite: 'lax' } },
        oauth_state: { attributes: { sameSite: 'lax' } },
      },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    plugins: provider === undefined ? [] : [genericOAuth({ config: [providerConfig(provider, users)] })],
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** Where better-auth finds the network address of a client: set by `askAuth`, never by the client. */
export const clientAddressHeader = 'x-beatwatch-client';

/** Another one for each installation: cookies do not tell ports apart. */
const cookiePrefixOf = (secret: string): string =>
  `beatwatch-${createHash('sha256').update(`cookies ${secret}`).digest('hex').slice(0, 8)}`;

export const sessionCookieName = (secret: string): string => `${cookiePrefixOf(secret)}.session_token`;
