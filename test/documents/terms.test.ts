import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { namesOf, retiredTerms, wordsOf } from './retired-terms.ts';
import { trackedFiles } from './tracked-files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const looked = /\.(ts|tsx|mjs|cjs|css|md|proto|yaml|sh)$|^\.(env\.example|ci\/run)$/;
const exempt = [
  /^docs\/decisions\/(?!README)/,
  /^docs\/terms\.md$/,
  /^packages\/timescale\/migrations\//,
  /\/generated\//,
  // They read what earlier versions stored, under the names of that time.
  /\/upgrade-[^/]*\.ts$/,
  /^test\/documents\//,
];
const files = trackedFiles(root)
  .filter((file) => looked.test(file) && !exempt.some((pattern) => pattern.test(file)))
  .filter((file) => existsSync(join(root, file)));

const terms = retiredTerms(read('docs/terms.md'));
const anywhere = terms.filter(({ where }) => where === 'anywhere').map(({ term }) => term);
const everyTerm = terms.map(({ term }) => term);

const retiredIn = (text: string, retired: readonly string[]): string[] => {
  const words = wordsOf(text);
  return retired.filter((term) => words.includes(` ${term} `));
};

describe('terms that docs/terms.md retired', () => {
  it('are read from its last table', () => {
    expect(everyTerm).toContain('stretch');
    expect(terms.length).toBeGreaterThan(30);
  });

  it('are found as words, as parts of names and over the end of a line', () => {
    expect(retiredIn('export const ownStretches = 1;', everyTerm)).toEqual(['stretches']);
    expect(retiredIn('/** After so\n * many beats. */', everyTerm)).toEqual(['so many']);
    expect(retiredIn('a planet, explained', everyTerm)).toEqual([]);
    expect(namesOf('const lossOf = (x: number) => x; // calm')).toContainEqual({ name: 'lossOf', line: 1 });
  });

  it('are in no path', () => {
    expect(files.flatMap((file) => retiredIn(file, everyTerm).map((term) => `${file}: ${term}`))).toEqual([]);
  });

  it('are in no text', () => {
    const found = files.flatMap((file) => {
      const text = read(file);
      if (retiredIn(text, anywhere).length === 0) return [];
      const lines = text.split('\n');
      return lines.flatMap((line, index) => {
        const both = `${line} ${lines[index + 1] ?? ''}`;
        const ofNext = retiredIn(lines[index + 1] ?? '', anywhere);
        const own = retiredIn(both, anywhere).filter((term) => !ofNext.includes(term));
        return own.map((term) => `${file}:${index + 1}: ${term}`);
      });
    });
    expect(found).toEqual([]);
  });

  it('are in no name of the code', () => {
    const code = files.filter((file) => /\.(ts|tsx|mjs|cjs)$/.test(file));
    // Parsing takes its time: only files that hold such a word somewhere.
    const suspects = code.filter((file) => retiredIn(read(file), everyTerm).length > 0);
    const found = suspects.flatMap((file) =>
      namesOf(read(file)).flatMap(({ name, line }) =>
        retiredIn(name, everyTerm).map((term) => `${file}:${line}: ${name}: ${term}`),
      ),
    );
    expect(found).toEqual([]);
  });
});
