import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changed } from '../bundle.ts';
import { plantedBugs } from './planted-bugs.ts';

describe('the bugs that the simulation has to find', () => {
  it('are twenty, each with a name of its own', () => {
    expect(new Set(plantedBugs.map(({ name }) => name)).size).toBe(20);
    expect(plantedBugs).toHaveLength(20);
  });

  it.each(plantedBugs)('$name: changes the source of today', (bug) => {
    const text = readFileSync(new URL(`../../../${bug.file}`, import.meta.url), 'utf8');
    expect(changed(bug, text)).not.toBe(text);
  });

  it('are refused where the source has moved on', () => {
    const bug = { name: 'a bug', file: 'x.ts', search: 'gone', replace: 'here' };
    expect(() => changed(bug, 'what is left')).toThrow(
      /planted bug 'a bug': x\.ts has 0 places .* expected 1/,
    );
  });
});
