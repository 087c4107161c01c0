import { existsSync } from 'node:fs';
import { cp, readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { findBindingPackage, type BindingPackage } from './binding-package.ts';
import type { Say } from './say.ts';
import type { Variant } from './variant.ts';

const library = join('lib', 'libtensorflow.so.2');

/**
 * Copies the compiled binding of the other package where both have the same sources and the same library, so that it need not be
 * compiled twice.
 * @returns whether it did
 */
export async function borrowBinding(binding: BindingPackage, variant: Variant, say: Say): Promise<boolean> {
  const other = findBindingPackage(variant === 'gpu' ? 'cpu' : 'gpu');
  if (!existsSync(other.compiled) || !(await alike(binding, other))) return false;
  await cp(other.compiled, binding.compiled, { recursive: true });
  say(`The binding of ${other.name} serves ${binding.name} too: it has the same sources and library.`);
  return true;
}

async function alike(one: BindingPackage, other: BindingPackage): Promise<boolean> {
  try {
    const [ours, theirs] = await Promise.all(
      [one, other].map(async (binding) => ({
        library: await realpath(join(binding.dependencies, library)),
        sources: await sourcesOf(binding),
      })),
    );
    return ours?.library === theirs?.library && ours?.sources === theirs?.sources;
  } catch {
    return false;
  }
}

/** All that the compiled binding depends on beside the library. */
async function sourcesOf({ folder }: BindingPackage): Promise<string> {
  const names = (await readdir(join(folder, 'binding'))).toSorted().map((name) => join('binding', name));
  const files = await Promise.all(
    ['binding.gyp', ...names].map(async (name) => `${name}\n${await readFile(join(folder, name), 'utf8')}`),
  );
  return files.join('\n');
}
