import fc from 'fast-check';
import { validateFileName } from 'yauzl';
import { describe, expect, it } from 'vitest';
import { safeName, uniqueNames } from './source.ts';

describe('safeName', () => {
  it.each([
    ['ct/1.dcm', 'ct/1.dcm'],
    ['../../etc/passwd', 'etc/passwd'],
    ['C:\\scans\\a.dcm', 'scans/a.dcm'],
    ['/abs//./a', 'abs/a'],
    ['a\u0000b\n.png', 'ab.png'],
    ['..', 'file-1'],
  ])('makes %j safe as %j', (name, expected) => {
    expect(safeName(name, 'file-1')).toBe(expected);
  });

  it('gives nothing that an archive may not have', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '.', '/', '\\', ':', 'C', '\u0001'), maxLength: 300 }),
        (name) => {
          const safe = safeName(name, 'x');
          expect(validateFileName(safe)).toBeNull();
          expect(safe.length).toBeGreaterThan(0);
          expect(safe.length).toBeLessThanOrEqual(255);
        },
      ),
    );
  });
});

describe('uniqueNames', () => {
  it('numbers what was there before, in front of the extension', () => {
    expect(uniqueNames(['a.png', 'a.png', 'd/a.png', 'a.png', 'b', 'b', 'a (2).png'])).toEqual([
      'a.png',
      'a (2).png',
      'd/a.png',
      'a (3).png',
      'b',
      'b (2)',
      'a (2) (2).png',
    ]);
  });
});
