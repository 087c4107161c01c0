import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'node_modules/.cache/beatwatch-simulation');

/** A change of one source file: a planted bug. */
export interface SourceChange {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Found in the file exactly once. */
  readonly search: string;
  readonly replace: string;
}

/**
 * Applies a change to the text of its file.
 * @throws Error where the text to replace is not there, or more than once: the sources have moved on, and so must the change
 */
export function changed({ name, file, search, replace }: SourceChange, text: string): string {
  const places = text.split(search).length - 1;
  if (places !== 1) {
    throw new Error(
      `planted bug '${name}': ${file} has ${places} places like the one to change, expected 1. ` +
        'Adapt it in test/simulation/planted/planted-bugs.ts to the sources of today.',
    );
  }
  return text.replace(search, () => replace);
}

/** Builds the worker and everything that it simulates into one file, so that a process starts in a moment. */
export async function bundleWorker(change?: SourceChange): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const outfile = join(
    folder,
    `worker-${change?.name.replaceAll(/\W+/g, '-') ?? 'sound'}-${process.pid}.mjs`,
  );
  await build({
    entryPoints: [join(root, 'test/simulation/worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    sourcemap: 'inline',
    logLevel: 'error',
    plugins: [external, sources(change)],
  });
  return outfile;
}

/** Packages that are not ours stay where they are; their place is written out, as the bundle lies elsewhere. */
const external: Plugin = {
  name: 'external',
  setup(into) {
    into.onResolve({ filter: /^[^./]/ }, ({ path, resolveDir, kind }) => {
      if (path.startsWith('@beatwatch/') || kind === 'entry-point') return undefined;
      if (path.startsWith('node:')) return { path, external: true };
      const resolved = createRequire(join(resolveDir, 'x.js')).resolve(path);
      return { path: resolved === path ? path : pathToFileURL(resolved).href, external: true };
    });
  },
};

/** Sources as they are, but for the change; each knows its own place, where model files are looked for. */
const sources = (change: SourceChange | undefined): Plugin => ({
  name: 'sources',
  setup(into) {
    into.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const isChanged = change !== undefined && relative(root, path) === change.file;
      const contents = (isChanged ? changed(change, text) : text).replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      );
      return { contents, loader: 'ts' };
    });
  },
});
