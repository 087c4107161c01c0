import { makeSetUpLink, openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GET as session } from '../../apps/dashboard/src/app/api/session/route.ts';
import { PUT as changePassword } from '../../apps/dashboard/src/app/api/account/password/route.ts';
import { GET as users, POST as addUser } from '../../apps/dashboard/src/app/api/users/route.ts';
import { GET as auditLog } from '../../apps/dashboard/src/app/api/audit-log/route.ts';
import { PATCH as changeUser } from '../../apps/dashboard/src/app/api/users/[userId]/route.ts';
import { POST as setUp } from '../../apps/dashboard/src/app/auth/set-up/route.ts';
import { POST as signIn } from '../../apps/dashboard/src/app/auth/sign-in/route.ts';
import { POST as signOut } from '../../apps/dashboard/src/app/auth/sign-out/route.ts';
import { proxy } from '../../apps/dashboard/src/proxy.ts';
import { openedDatabase } from '../../apps/dashboard/src/server/database.ts';
import type { AuditLogResponse, UserLinkResponse } from '../../apps/dashboard/src/server/responses.ts';
import { Browser, origin } from './signed-in.ts';

const newPassword = 'yet another password';
const admin = { email: 'admin@ward.example', password: 'a long enough password' };

/** As Next.js hands it to the proxy. */
const pageRequest = (
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Parameters<typeof proxy>[0] =>
  Object.assign(new Request(url, { headers }), { nextUrl: new URL(url) }) as never;

describe('signing in', () => {
  let server: TestDatabase;
  let database: Database;
  const browser = new Browser();

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase(server);
    vi.stubEnv('DATABASE_URL', server.connectionString);
    vi.stubEnv('BEATWATCH_SECRET', 's'.repeat(32));
    vi.stubEnv('SIGN_IN', 'required');
    const { users: stored } = database.repositories;
    await stored.add({ userId: 'a'.repeat(32), name: 'Ada Min', email: admin.email, role: 'administrator' });
  });
  afterAll(async () => {
    await openedDatabase().close();
    vi.unstubAllEnvs();
    await database.close();
    await server.stop();
  });

  const tokenOf = (path: string): string => path.slice(path.indexOf('#') + 1);

  it('a set-up link sets a password once, and lets its user in', async () => {
    const { users: stored } = database.repositories;
    expect(await stored.hasAdministrator()).toBe(false);
    const { path } = await makeSetUpLink(stored, { userId: 'a'.repeat(32), madeBy: 'test' });
    const short = await browser.ask(setUp, '/auth/set-up', {
      body: { token: tokenOf(path), password: 'short' },
    });
    expect(short.status).toBe(400);
    const body = { token: tokenOf(path), password: admin.password };
    const response = await browser.ask(setUp, '/auth/set-up', { body });
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Strict/);
    expect(await stored.hasAdministrator()).toBe(true);
    expect(await (await browser.ask(session, '/api/session')).json()).toEqual({
      userName: 'Ada Min',
      role: 'administrator',
      isDemo: false,
    });
    expect((await new Browser().ask(setUp, '/auth/set-up', { body })).status).toBe(410);
  });

  it('refuses a wrong password, and after ten of them for a while the right one', async () => {
    const stranger = new Browser();
    const wrong = { email: 'nobody@ward.example', password: 'guessed' };
    for (let tries = 0; tries < 10; tries += 1) {
      expect((await stranger.ask(signIn, '/auth/sign-in', { body: wrong })).status).toBe(401);
    }
    expect((await stranger.ask(signIn, '/auth/sign-in', { body: wrong })).status).toBe(429);
    expect((await stranger.ask(session, '/api/session')).status).toBe(401);
    expect((await stranger.ask(signIn, '/auth/sign-in', { body: admin })).status).toBe(204);
  });

  it('an administrator adds a user for a ward, and disables him: his session ends', async () => {
    const nurse = new Browser();
    const added = await browser.ask(addUser, '/api/users', {
      body: { name: 'Nurse Kim', email: 'Kim@ward.example', role: 'clinician', wards: ['ICU'] },
    });
    expect(added.status).toBe(200);
    const { userId, path } = (await added.json()) as UserLinkResponse;
    await nurse.ask(setUp, '/auth/set-up', {
      body: { token: tokenOf(path), password: 'another long password' },
    });
    expect(await (await nurse.ask(session, '/api/session')).json()).toMatchObject({
      role: 'clinician',
      wards: ['ICU'],
    });
    expect((await nurse.ask(users, '/api/users')).status).toBe(403);
    const change = (id: string, body: object): Promise<Response> =>
      browser.ask(changeUser, `/api/users/${id}`, { verb: 'PATCH', params: { userId: id }, body });
    expect((await change(userId, { isDisabled: true })).status).toBe(200);
    expect((await nurse.ask(session, '/api/session')).status).toBe(401);
    const again = { email: 'kim@ward.example', password: 'another long password' };
    expect((await nurse.ask(signIn, '/auth/sign-in', { body: again })).status).toBe(401);
    expect((await change('a'.repeat(32), { role: 'viewer' })).status).toBe(409);
  });

  it('sends people without a session from every page to the sign-in, and from the API away', async () => {
    const page = await proxy(pageRequest(`${origin}/patients/p1?alarm=x`));
    expect([page.status, page.headers.get('location')]).toEqual([
      307,
      `${origin}/sign-in?next=%2Fpatients%2Fp1%3Falarm%3Dx`,
    ]);
    expect((await proxy(pageRequest(`${origin}/api/patients`))).status).toBe(401);
    expect((await proxy(pageRequest(`${origin}/sign-in`))).status).toBe(200);
    expect((await proxy(pageRequest(`${origin}/`, browser.headers))).status).toBe(200);
  });

  it('ends at the sign-out, and with a new password in other browsers', async () => {
    const other = new Browser();
    await other.ask(signIn, '/auth/sign-in', { body: admin });
    const wrong = { currentPassword: 'guessed', newPassword };
    const put = (body: object): Promise<Response> =>
      browser.ask(changePassword, '/api/account/password', { verb: 'PUT', body });
    expect((await put(wrong)).status).toBe(400);
    expect((await put({ currentPassword: admin.password, newPassword })).status).toBe(204);
    expect((await other.ask(session, '/api/session')).status).toBe(401);
    expect((await browser.ask(session, '/api/session')).status).toBe(200);
    expect((await browser.ask(signOut, '/auth/sign-out', { body: {} })).status).toBe(204);
    expect((await browser.ask(session, '/api/session')).status).toBe(401);
  });

  it('is written down, done and refused', async () => {
    const entries = await database.repositories.audit.read({ sinceMs: 0, limit: 100 });
    const kinds = entries.map(({ action, outcome }) => `${action} ${outcome}`);
    expect(new Set(kinds)).toEqual(
      new Set([
        'set-password done',
        'set-password refused',
        'sign-in done',
        'sign-in refused',
        'sign-out done',
        'add-user done',
        'change-user done',
      ]),
    );
    expect(entries.find(({ action }) => action === 'sign-out')).toMatchObject({
      userName: 'Ada Min',
      role: 'administrator',
      address: '127.0.0.1',
    });
    expect(JSON.stringify(entries)).not.toContain(admin.password);
  });

  it('is read by administrators, the newest first, of one patient and of a user', async () => {
    const { audit } = database.repositories;
    const bo = { userId: 'bo', userName: 'Bo Berg', role: 'clinician' } as const;
    for (const patientId of ['audited', 'other'])
      await audit.write({ action: 'open-patient', session: bo, patientId });
    await browser.ask(signIn, '/auth/sign-in', { body: { ...admin, password: newPassword } });
    const read = async (query: string): Promise<Response> => browser.ask(auditLog, `/api/audit-log?${query}`);
    const entries = async (query: string) =>
      ((await (await read(query)).json()) as AuditLogResponse).entries.map(
        ({ action, userName, patientId }) => `${userName}: ${[action, patientId].join(' ').trim()}`,
      );
    expect((await entries('')).slice(0, 3)).toEqual([
      'Ada Min: sign-in',
      'Bo Berg: open-patient other',
      'Bo Berg: open-patient audited',
    ]);
    expect(await entries('who=&patient=audited')).toEqual(['Bo Berg: open-patient audited']);
    expect(await entries('who=BERG')).toHaveLength(2);
    expect(await entries('who=%25')).toEqual([]);

    for (let index = 0; index < 100; index += 1) await audit.write({ action: 'silence', session: bo });
    const page = (await (await read('who=Bo')).json()) as AuditLogResponse;
    expect([page.entries.length, page.before]).toEqual([100, page.entries.at(-1)?.id]);
    expect(await entries(`who=Bo&before=${page.before}`)).toHaveLength(2);
    const refused = await read('before=yesterday');
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('before')]);
  });
});
