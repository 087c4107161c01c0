import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GET as session } from '../../apps/dashboard/src/app/api/session/route.ts';
import { GET as callback } from '../../apps/dashboard/src/app/auth/callback/[provider]/route.ts';
import { GET as start } from '../../apps/dashboard/src/app/auth/single-sign-on/route.ts';
import { openedDatabase } from '../../apps/dashboard/src/server/database.ts';
import { Browser, origin } from './signed-in.ts';

interface Person {
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
  readonly wards: readonly string[];
}

const nurse: Person = { name: 'Nurse Kim', email: 'kim@ward.example', groups: ['nurses'], wards: ['ICU'] };

describe('single sign-on', () => {
  let server: TestDatabase;
  let database: Database;
  let http: Server;
  let issuer: string;
  /** Who sits at the provider's page. */
  let person = nurse;

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase(server);
    http = createServer();
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const provider = providerAt(issuer, () => person);
    const serve = provider.callback();
    http.on('request', (request, response) => {
      if (!request.url?.startsWith('/interaction/')) void serve(request, response);
      else void letIn(provider, request, response, person.email);
    });
    vi.stubEnv('DATABASE_URL', server.connectionString);
    vi.stubEnv('BEATWATCH_SECRET', 'o'.repeat(32));
    vi.stubEnv('SIGN_IN', 'required');
    vi.stubEnv('PUBLIC_URL', origin);
    vi.stubEnv('OIDC_ISSUER', issuer);
    vi.stubEnv('OIDC_CLIENT_ID', 'beatwatch');
    vi.stubEnv('OIDC_CLIENT_SECRET', 'a secret of the client');
    vi.stubEnv('OIDC_ROLES', 'chiefs=administrator,nurses=clinician');
    vi.stubEnv('OIDC_WARDS_CLAIM', 'wards');
  });
  afterAll(async () => {
    await openedDatabase().close();
    vi.unstubAllEnvs();
    http.closeAllConnections();
    http.close();
    await database.close();
    await server.stop();
  });

  /** From our page over the provider's back to ours. @returns where the browser lands */
  async function signIn(browser: Browser): Promise<string> {
    const begun = await browser.ask(start, '/auth/single-sign-on?next=/patients/p1');
    expect(begun.status).toBe(302);
    const atProvider = new Map<string, string>();
    let url = begun.headers.get('location') ?? '';
    while (url.startsWith(issuer)) {
      const cookie = [...atProvider].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        atProvider.set(name, value);
      }
      expect(response.status, url).toBeLessThan(400);
      url = new URL(response.headers.get('location') ?? '', url).href;
    }
    expect(url).toContain(`${origin}/auth/callback/oidc?code=`);
    const ended = await browser.ask(callback, url.slice(origin.length));
    return ended.headers.get('location') ?? '';
  }

  it('lets in who has a role at the provider, with the role and wards of the claims', async () => {
    const browser = new Browser();
    expect(await signIn(browser)).toContain('/sign-in?next=%2Fpatients%2Fp1');
    expect(await (await browser.ask(session, '/api/session')).json()).toEqual({
      userName: 'Nurse Kim',
      role: 'clinician',
      wards: ['ICU'],
      isDemo: false,
    });
  });

  it('takes over a changed role, and lets nobody in whose groups have none', async () => {
    person = { ...nurse, groups: ['nurses', 'chiefs'], wards: ['ICU', 'B2'] };
    const browser = new Browser();
    await signIn(browser);
    expect(await (await browser.ask(session, '/api/session')).json()).toMatchObject({
      role: 'administrator',
      wards: ['ICU', 'B2'],
    });
    person = { ...nurse, groups: ['kitchen'] };
    expect(await signIn(new Browser())).toContain('failed=1');
    expect((await database.repositories.users.list()).map(({ email }) => email)).toEqual([nurse.email]);
    person = { ...nurse, email: 'cook@ward.example', groups: ['kitchen'] };
    expect(await signIn(new Browser())).toContain('failed=1');
    expect(await database.repositories.users.list()).toHaveLength(1);
  });
});

function providerAt(issuer: string, person: () => Person): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'beatwatch',
        client_secret: 'a secret of the client',
        redirect_uris: [`${origin}/auth/callback/oidc`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups', 'wards'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of the test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ ...person(), sub: id, email_verified: true }),
    }),
    loadExistingGrant: async ({ oidc }) => {
      const { client, session: current } = oidc;
      if (client === undefined || current?.accountId === undefined) return undefined;
      const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: current.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
}

async function letIn(
  provider: Provider,
  request: Parameters<Provider['interactionFinished']>[0],
  response: Parameters<Provider['interactionFinished']>[1],
  accountId: string,
): Promise<void> {
  await provider.interactionFinished(request, response, { login: { accountId } });
}
