import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { commonVariables } from '../config.ts';
import { z } from 'zod';
import { guardOf } from './guard-config.ts';
import { strangerRefusal, type GuardRules } from './stranger.ts';

const rulesOf = (ALLOWED_HOSTS?: string): GuardRules => ({
  ...guardOf(parseConfig(z.object(commonVariables), { ALLOWED_HOSTS })),
  pagePorts: [3000],
});
const statusOf = (headers: Readonly<Record<string, string>>, allowed?: string, method = 'GET') =>
  strangerRefusal({ method, headers }, rulesOf(allowed))?.status;

describe('the name that a request was sent to', () => {
  it.each(['localhost', 'LOCALHOST:3001', '127.0.0.1:80', '[::1]:9101', 'ecg.example:8443', 'kafka:3001'])(
    '%s is served',
    (host) => {
      expect(statusOf({ host }, ' ECG.example, kafka:3001 ')).toBeUndefined();
    },
  );

  it.each([
    'evil.example',
    'localhost.evil.example',
    'evil.example:3001',
    'localhost@evil.example',
    'evil.example@localhost',
    'localhost.',
    '0.0.0.0:3001',
    '127.1',
    '2130706433',
    'kafka:3002',
    'kafka',
    'localhost:3000 evil.example',
    'localhost, evil.example',
    '[::1',
    '',
  ])('"%s" is refused with 421', (host) => {
    expect(statusOf({ host }, 'ecg.example,kafka:3001')).toBe(421);
  });

  it('is refused whatever it is, unless it is listed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.string()), (host) => {
        fc.pre(!['localhost', '127.0.0.1', '[::1]'].includes(host.toLowerCase().replace(/:\d+$/, '')));
        expect(statusOf({ host })).toBe(421);
      }),
    );
  });

  it('is missing or there twice: refused', () => {
    expect(strangerRefusal({ headers: {} })?.refusal).toEqual({
      field: 'Host',
      expected: 'localhost, 127.0.0.1, [::1] (ALLOWED_HOSTS adds names)',
    });
    expect(
      strangerRefusal({ headers: { host: 'localhost' }, hosts: ['localhost', 'evil.example'] })?.status,
    ).toBe(421);
  });

  it('wrong entries of ALLOWED_HOSTS stop the start', () => {
    expect(() => rulesOf('https://ecg.example')).toThrow('ALLOWED_HOSTS: expected host names');
  });
});

describe('the page that sent a request', () => {
  const own = { host: 'localhost:3001' };

  it.each([
    [own, 'http://localhost:3001'],
    [own, 'http://localhost:3000'],
    [own, 'http://127.0.0.1:3000'],
    [{ host: 'ecg.example' }, 'https://ecg.example'],
    [{ host: 'ecg.example:3001' }, 'http://ecg.example:3000'],
  ])('%j may be sent to by %s', (headers, origin) => {
    expect(statusOf({ ...headers, origin, 'sec-fetch-site': 'same-site' }, 'ecg.example')).toBeUndefined();
  });

  it.each([
    'http://evil.example',
    'http://localhost:8080',
    'http://localhost',
    'https://localhost.evil.example:3000',
    'null',
    'file://',
    '',
    'http://localhost:3000/',
    'http://evil.example@localhost:3000',
    'ecg.example',
  ])('%s is refused with 403', (origin) => {
    expect(statusOf({ ...own, origin }, 'ecg.example', 'POST')).toBe(403);
  });

  it('of a rebound name is refused although Host and Origin agree', () => {
    expect(statusOf({ host: 'evil.example:3001', origin: 'http://evil.example:3001' })).toBe(421);
  });

  it.each(['cross-site', 'same-site', 'anything'])('without Origin and %s is refused', (site) => {
    expect(statusOf({ ...own, 'sec-fetch-site': site })).toBe(403);
    const opened = { ...own, 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' };
    expect(statusOf({ ...opened, 'sec-fetch-dest': 'iframe' })).toBe(403);
    expect(statusOf({ ...opened, 'sec-fetch-dest': 'document' }, undefined, 'POST')).toBe(403);
    expect(statusOf({ ...opened, 'sec-fetch-dest': 'document' })).toBeUndefined();
  });

  it('may be none: programs, and addresses that are typed', () => {
    expect(statusOf(own, undefined, 'POST')).toBeUndefined();
    expect(statusOf({ ...own, 'sec-fetch-site': 'none' })).toBeUndefined();
  });
});
