import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startDerivation } from './derivation.ts';
import { createUidFactory } from './uid.ts';

describe('createUidFactory', () => {
  it('writes a random UUID as one number under 2.25', () => {
    const createUid = createUidFactory(() => Uint8Array.from({ length: 16 }, () => 0xff));
    // UUID ffffffff-ffff-4fff-bfff-ffffffffffff: int(uuid.UUID(...)) of Python.
    expect(createUid()).toBe('2.25.340282366920937632322261936355783213055');
  });

  it('makes valid UIDs of at most 64 characters from any random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const uid = createUidFactory(() => bytes)();
        expect(uid).toMatch(/^2\.25\.[1-9]\d*$/);
        expect(uid.length).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('refuses a source that gives too few bytes', () => {
    expect(() => createUidFactory(() => new Uint8Array(4))()).toThrow(/found 4 bytes, expected 16/);
  });
});

describe('startDerivation', () => {
  const options = { description: 'Denoised', at: new Date(0), createUid: createUidFactory(randomBytes) };

  it('gives each old series one new one', () => {
    const derivation = startDerivation(options);
    const [first, second] = [derivation.seriesUidFor('1.2'), derivation.seriesUidFor('1.3')];
    expect(derivation.seriesUidFor('1.2')).toBe(first);
    expect(second).not.toBe(first);
    expect(startDerivation(options).seriesUidFor('1.2')).not.toBe(first);
  });

  it.for([
    [{ description: '' }, /description/],
    [{ description: 'x'.repeat(1025) }, /description/],
    [{ description: 'Größe' }, /ASCII/],
    [{ seriesNote: 'a\\b' }, /seriesNote/],
    [{ at: new Date(NaN) }, /at/],
  ] as const)('refuses %o', ([wrong, expected]) => {
    expect(() => startDerivation({ ...options, ...wrong })).toThrow(expected);
  });
});
