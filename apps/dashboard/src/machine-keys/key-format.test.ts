import { expect, it } from 'vitest';
import { formatLimits, formatState } from './key-format.ts';

it('says what a key is limited to', () => {
  expect(formatLimits({})).toBe('all wards and devices');
  expect(formatLimits({ wards: ['ICU', 'B2'] })).toBe('wards: ICU, B2');
  expect(formatLimits({ wards: [], devices: ['d1'] })).toBe('wards: none, devices: d1');
});

it('says whether a key holds, and when it was used', () => {
  const nowMs = Date.now();
  expect(formatState({})).toBe('never used');
  expect(formatState({ lastUsedMs: nowMs }, nowMs)).toMatch(/^last used /);
  expect(formatState({ expiresMs: nowMs - 1 }, nowMs)).toMatch(/^never used · expired /);
  expect(formatState({ expiresMs: nowMs + 1 }, nowMs)).toMatch(/^never used · holds until /);
  expect(formatState({ revokedMs: nowMs, expiresMs: nowMs + 1, lastUsedMs: nowMs }, nowMs)).toMatch(
    /^revoked /,
  );
});
