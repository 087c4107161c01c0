import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesWildcards } from './wildcards.ts';

it('matches as a regular expression of the same meaning does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '^'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '^', '*', '?'), maxLength: 6 });
  fc.assert(
    fc.property(text, pattern, (one, other) => {
      const source = other.replace(/[.^]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
      expect(matchesWildcards(one, other)).toBe(new RegExp(`^${source}$`).test(one));
    }),
    { numRuns: 300 },
  );
});

it('takes no longer for many stars', () => {
  const began = performance.now();
  expect(matchesWildcards('a'.repeat(10_000), `${'*a'.repeat(50)}b`)).toBe(false);
  expect(performance.now() - began).toBeLessThan(1000);
});
