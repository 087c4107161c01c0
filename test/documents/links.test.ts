import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const markdownIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

const documents = [...markdownIn('.'), ...markdownIn('docs'), ...markdownIn('docs/decisions')];
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (file: string): string[] =>
  [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

describe('links between documents', () => {
  it.each(documents)('%s leads to files and headings that exist', (document) => {
    const broken = [...read(document).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].flatMap(
      ([, target = '']) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? document : join(dirname(document), path);
        if (!existsSync(join(root, file))) return [target];
        return anchor === undefined || anchorsOf(file).includes(anchor) ? [] : [target];
      },
    );
    expect(broken).toEqual([]);
  });

  it.each([
    ['docs/README.md', 'docs'],
    ['docs/decisions/README.md', 'docs/decisions'],
  ])('%s lists every document of its folder', (index, folder) => {
    const listed = read(index);
    const missing = markdownIn(folder)
      .filter((file) => file !== index)
      .filter((file) => !listed.includes(`](${file.slice(folder.length + 1)})`));
    expect(missing).toEqual([]);
  });
});

describe('lengths that keep a first hour short', () => {
  it.each([
    ['README.md', 200],
    ['ARCHITECTURE.md', 150],
  ])('%s has fewer than %i lines', (document, lines) => {
    expect(read(document).split('\n').length).toBeLessThan(lines);
  });
});
