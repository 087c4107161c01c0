import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseBuildInfo, type LibraryBuild } from '../src/tensorflow/gpu/library-build.ts';
import { buildNote } from '../src/tensorflow/installation.ts';
import { SetupError } from './errors.ts';
import type { Variant } from './variant.ts';
import { buildInfoFile } from './wheels.ts';

/** One of the two TensorFlow.js packages for Node.js, as installed by npm. */
export interface BindingPackage {
  readonly name: '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu';
  readonly folder: string;
  /** Folder in which the package looks for libtensorflow and its headers. */
  readonly dependencies: string;
  /** Folder of the compiled binding. */
  readonly compiled: string;
}

/** @throws SetupError if the package is not installed */
export function findBindingPackage(variant: Variant): BindingPackage {
  const name = variant === 'gpu' ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node';
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return { name, folder, dependencies: join(folder, 'deps'), compiled: join(folder, 'lib') };
  } catch {
    throw new SetupError(`${name} is not installed: run "npm install" without --omit=optional first.`);
  }
}

/** Removes the remains of an earlier set-up, so that an incomplete one never counts as done. */
export async function clearBinding({ dependencies, compiled }: BindingPackage): Promise<void> {
  await rm(dependencies, { recursive: true, force: true });
  await rm(compiled, { recursive: true, force: true });
}

/**
 * Links to the files of the registry's library, under the names that the binding and the library's parts are linked
 * against.
 */
const libraryLinks = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow.so.2': 'libtensorflow_cc.so.2',
  'libtensorflow_cc.so.2': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
  'libtensorflow_framework.so.2': 'libtensorflow_framework.so.2',
} as const;

/**
 * Links the package to an unpacked library, and notes what that was built for.
 * @param library see `ensureLibrary` for the layout of its folder
 */
export async function linkLibrary(binding: BindingPackage, library: string, variant: Variant): Promise<void> {
  await clearBinding(binding);
  const links = join(binding.dependencies, 'lib');
  await mkdir(links, { recursive: true });
  for (const [link, file] of Object.entries(libraryLinks))
    await symlink(join(library, 'tensorflow', file), join(links, link));
  await symlink(join(library, 'tensorflow', 'include'), join(binding.dependencies, 'include'));
  // The loader path within the library is $ORIGIN/../nvidia/PART/lib, as in a Python installation: beside the links' folder.
  const cuda = join(library, 'nvidia');
  if (existsSync(cuda)) await symlink(cuda, join(binding.dependencies, 'nvidia'));
  // Folders of earlier set-ups lack the file.
  const info = await readFile(join(library, buildInfoFile), 'utf8').catch(() => '');
  const build = parseBuildInfo(info) ?? (variant === 'cpu' ? ({ kind: 'cpu' } as const) : undefined);
  if (build !== undefined) await noteBuild(binding, build);
}

export const noteBuild = (binding: BindingPackage, build: LibraryBuild): Promise<void> =>
  writeFile(join(binding.folder, buildNote), `${JSON.stringify(build)}\n`);
