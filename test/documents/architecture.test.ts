import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { arrowsOf, reachedFrom, workspaceImports } from './workspace-imports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const imports = workspaceImports(root);

describe('ARCHITECTURE.md', () => {
  it('draws every import between packages that does not follow from another', () => {
    const [, picture = ''] = /```mermaid\n([^]*?)```/.exec(architecture) ?? [];
    const drawn = [...picture.matchAll(/^\s*([a-z0-9-]+(?: & [a-z0-9-]+)*) --> (.+)$/gm)].flatMap(
      ([, from = '', to = '']) =>
        from.split(' & ').flatMap((one) => to.split(' & ').map((other) => `${one} --> ${other.trim()}`)),
    );
    expect(drawn.toSorted()).toEqual(arrowsOf(imports));
  });

  it('names every app and package', () => {
    const missing = [...imports.keys()].filter(
      (name) => !architecture.includes(`| apps/${name} `) && !architecture.includes(`| packages/${name} `),
    );
    expect(missing).toEqual([]);
  });
});

describe('imports between packages', () => {
  it('go one way', () => {
    expect([...imports.keys()].filter((name) => reachedFrom(imports, name).has(name))).toEqual([]);
  });
});
