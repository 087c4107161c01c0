import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Each group of files that import one another, directly or not; types count as imports. */
export function importCycles(root: string, files: readonly string[]): string[][] {
  const known = new Set(files);
  const imports = new Map(
    files.map((file) => [file, importsOf(root, file).filter((other) => known.has(other))]),
  );
  return stronglyConnected(imports).filter(
    ([first = '', ...others]) => others.length > 0 || imports.get(first)?.includes(first),
  );
}

function importsOf(root: string, file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => join(dirname(file), name))
    .flatMap((path) => [path, `${path}.ts`, `${path}.tsx`, join(path, 'index.ts')]);
}

/** Tarjan, "Depth-first search and linear graph algorithms", 1972. */
function stronglyConnected(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const groups: string[][] = [];
  const visit = (node: string): number => {
    const index = order.size;
    let low = index;
    order.set(node, index);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, order.get(next) ?? low);
    }
    if (low === index) groups.push(open.splice(open.indexOf(node)));
    return low;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return groups;
}
