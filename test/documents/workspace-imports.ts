import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trackedFiles } from './tracked-files.ts';

/** Name of a package or app, without scope, to those that its sources import. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

const importOf = /(?:from|import)\s*\(?\s*'@beatwatch\/([a-z-]+)(?:\/[a-z-]+)?'/g;
const source = /^(?:apps|packages)\/([^/]+)\/(?:src|bin)\/.*\.(?:ts|tsx|mjs)$/;
const forTests = /\.test\.ts$|\/(?:test-|testing\/|[^/]*-for-tests)/;

/** What each package and app imports of the others; tests and what serves them alone do not count. */
export function workspaceImports(root: string): Imports {
  const imports = new Map<string, Set<string>>();
  for (const file of trackedFiles(root)) {
    const [, name] = source.exec(file) ?? [];
    if (name === undefined || forTests.test(file) || !existsSync(join(root, file))) continue;
    const imported = imports.get(name) ?? new Set();
    imports.set(name, imported);
    for (const [, other = ''] of readFileSync(join(root, file), 'utf8').matchAll(importOf)) {
      if (other !== name) imported.add(other);
    }
  }
  return imports;
}

/** All that can be reached from a package. */
export function reachedFrom(imports: Imports, from: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    for (const next of imports.get(name) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      visit(next);
    }
  };
  visit(from);
  return reached;
}

/** `a --> b` for each import that does not follow from others, sorted: the arrows of a picture. */
export const arrowsOf = (imports: Imports): string[] =>
  [...imports]
    .flatMap(([name, direct]) => {
      const indirect = new Set([...direct].flatMap((next) => [...reachedFrom(imports, next)]));
      return [...direct].filter((next) => !indirect.has(next)).map((next) => `${name} --> ${next}`);
    })
    .toSorted();
