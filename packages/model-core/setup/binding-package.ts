import { existsSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { SetupError } from './errors.ts';

export type Variant = 'cpu' | 'gpu';

/** One of TensorFlow.js's two packages for Node.js, as npm installed it. */
export interface BindingPackage {
  readonly name: '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu';
  readonly folder: string;
  /** Where it looks for libtensorflow and its headers. */
  readonly dependencies: string;
  /** Where its compiled binding goes. */
  readonly compiled: string;
}

/** @throws SetupError where npm did not install the package */
export function findBindingPackage(variant: Variant): BindingPackage {
  const name = variant === 'gpu' ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node';
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return { name, folder, dependencies: join(folder, 'deps'), compiled: join(folder, 'lib') };
  } catch {
    throw new SetupError(`${name} is not installed: run "npm install" without --omit=optional first.`);
  }
}

/** Removes what an earlier set-up left in the package, so that a half of one never counts. */
export async function clearBinding({ dependencies, compiled }: BindingPackage): Promise<void> {
  await rm(dependencies, { recursive: true, force: true });
  await rm(compiled, { recursive: true, force: true });
}

/**
 * Names the binding is linked against and the names the library's parts know each other by, each pointing to a file
 * of the registry's library.
 */
const libraryLinks = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow.so.2': 'libtensorflow_cc.so.2',
  'libtensorflow_cc.so.2': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
  'libtensorflow_framework.so.2': 'libtensorflow_framework.so.2',
} as const;

/** Points the package to an unpacked library; see `ensureLibrary` for the folder's layout. */
export async function linkLibrary(binding: BindingPackage, library: string): Promise<void> {
  await clearBinding(binding);
  const links = join(binding.dependencies, 'lib');
  await mkdir(links, { recursive: true });
  for (const [link, file] of Object.entries(libraryLinks))
    await symlink(join(library, 'tensorflow', file), join(links, link));
  await symlink(join(library, 'tensorflow', 'include'), join(binding.dependencies, 'include'));
  // The library finds CUDA beside itself, as in a Python installation.
  const cuda = join(library, 'nvidia');
  if (existsSync(cuda)) await symlink(cuda, join(binding.dependencies, 'nvidia'));
}
