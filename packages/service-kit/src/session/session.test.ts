import { SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { allows, seesWard, type Right } from './rights.ts';
import { actorOf, demoSession, parseUserName, type Session } from './session.ts';
import { SessionTokens } from './session-tokens.ts';

const tokens = new SessionTokens('s'.repeat(32));
const session: Session = {
  id: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
  userId: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  userName: 'Nurse Kim',
  role: 'clinician',
  wards: ['ICU', 'Stroke unit'],
};
afterEach(() => vi.useRealTimers());

describe('session tokens', () => {
  it('give back the session, each where it is meant to', async () => {
    expect((await tokens.fromCookie(await tokens.forCookie(session)))?.session).toEqual(session);
    expect(await tokens.fromSocket(await tokens.forSocket(session))).toEqual(session);
    const nameless = demoSession();
    expect(await tokens.fromSocket(await tokens.forSocket(nameless))).toEqual(nameless);
    expect(await tokens.fromSocket(await tokens.forCookie(session))).toBeUndefined();
    expect(await tokens.fromCookie(await tokens.forSocket(session))).toBeUndefined();
  });

  it('are refused if another installation, nobody or another method signed them', async () => {
    const other = new SessionTokens('t'.repeat(32));
    expect(other.cookieName).not.toBe(tokens.cookieName);
    const claims = { iss: 'beatwatch', aud: 'live', sub: session.id, iat: Date.now() / 1000, exp: 1e10 };
    const wrong = [
      await other.forSocket(session),
      new UnsecuredJWT(claims).encode(),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from('s'.repeat(32))),
      (await tokens.forSocket(session)).replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
      '',
      'x.y.z',
      undefined,
      { token: 'x' },
    ];
    for (const token of wrong) expect(await tokens.fromSocket(token)).toBeUndefined();
  });

  it('end: those of sockets after a minute, cookies after a month', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
    const [socket, cookie] = [await tokens.forSocket(session), await tokens.forCookie(session)];
    vi.setSystemTime(Date.now() + 61_000);
    expect(await tokens.fromSocket(socket)).toBeUndefined();
    expect(await tokens.fromCookie(cookie)).toMatchObject({
      session,
      ageSeconds: expect.closeTo(61, 0) as number,
    });
    vi.setSystemTime(Date.now() + 30 * 86_400_000);
    expect(await tokens.fromCookie(cookie)).toBeUndefined();
  });
});

describe('the name of a user', () => {
  it.each([
    ['  Nurse   Kim ', 'Nurse Kim'],
    ["O'Brien-Müller (ICU/3)", "O'Brien-Müller (ICU/3)"],
    ['李小龍', '李小龍'],
    ['7', '7'],
  ])('%j is taken as %j', (entered, name) => {
    expect(parseUserName(entered)).toBe(name);
  });

  it.each([
    '',
    ' ',
    'nurse\u0000x',
    'a\nb',
    'a\u202Eb',
    '<b>',
    'Kim · 0a1b2c3d',
    'x'.repeat(61),
    7,
    undefined,
    ['a'],
  ])('%j is refused', (entered) => {
    expect(parseUserName(entered)).toBeUndefined();
  });

  it('stands with what the server knows of the browser', () => {
    expect(actorOf(session)).toBe('Nurse Kim · 0a1b2c3d');
    expect(actorOf({ ...demoSession(), id: session.id })).toBe('staff · a1b2c3d4');
  });
});

describe('rights', () => {
  it.each<[Right, readonly boolean[]]>([
    ['anybody', [true, true, true, true]],
    ['signed-in', [false, true, true, true]],
    ['see', [false, true, true, true]],
    ['act', [false, false, true, true]],
    ['administer', [false, false, false, true]],
  ])('%s: nobody, viewer, clinician, administrator %j', (right, expected) => {
    const nobody = allows(undefined, right);
    const others = (['viewer', 'clinician', 'administrator'] as const).map((role) => allows({ role }, right));
    expect([nobody, ...others]).toEqual(expected);
  });

  it('end at the wards that a user has, unless he has all', () => {
    expect(seesWard(session, 'ICU')).toBe(true);
    expect(seesWard(session, 'B2')).toBe(false);
    expect(seesWard(session, undefined)).toBe(false);
    expect(seesWard({ wards: [] }, 'ICU')).toBe(false);
    expect(seesWard({}, undefined)).toBe(true);
  });
});
