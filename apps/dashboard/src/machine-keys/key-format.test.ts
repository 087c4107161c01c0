import { expect, it } from 'vitest';
import { english } from '../texts/english/english.ts';
import { formatLimits, formatState } from './key-format.ts';

it('says what a key is limited to', () => {
  expect(formatLimits(english, {})).toBe('all wards and devices');
  expect(formatLimits(english, { wards: ['ICU', 'B2'] })).toBe('wards: ICU, B2');
  expect(formatLimits(english, { wards: [], devices: ['d1'] })).toBe('wards: none, devices: d1');
});

it('says whether a key holds, and when it was used', () => {
  const nowMs = Date.now();
  expect(formatState(english, {})).toBe('never used');
  expect(formatState(english, { lastUsedMs: nowMs }, nowMs)).toMatch(/^last used /);
  expect(formatState(english, { expiresMs: nowMs - 1 }, nowMs)).toMatch(/^never used · expired /);
  expect(formatState(english, { expiresMs: nowMs + 1 }, nowMs)).toMatch(/^never used · holds until /);
  expect(formatState(english, { revokedMs: nowMs, expiresMs: nowMs + 1, lastUsedMs: nowMs }, nowMs)).toMatch(
    /^revoked /,
  );
});
