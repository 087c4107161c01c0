import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as webgpu from 'webgpu';
import { ModelCoreError } from '../errors.ts';

export type WebgpuInstallation =
  | { readonly available: true }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

/** Finds out whether the engine `webgpu` has its library here. Looks at files only: whether there is a GPU shows when it is opened. */
export function findWebgpu({ platform = process.platform, arch = process.arch } = {}): WebgpuInstallation {
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve('webgpu/package.json'));
  } catch {
    return {
      available: false,
      reason: 'the npm package webgpu is not installed',
      remedy: 'run "npm install" without --omit=optional',
    };
  }
  const build = `${platform}-${platform === 'darwin' ? 'universal' : arch}`;
  if (existsSync(join(folder, 'dist', build, 'dawn.node'))) return { available: true };
  return {
    available: false,
    reason: `the npm package webgpu has no build for ${build}`,
    remedy: 'use Linux or Windows on x64 or arm64, or macOS',
  };
}

/** @throws ModelCoreError (`engine-failed`) if it is not installed or cannot be loaded */
export async function loadWebgpu(): Promise<typeof webgpu> {
  const found = findWebgpu();
  if (!found.available)
    throw new ModelCoreError(`the engine webgpu: ${found.reason}; ${found.remedy}`, {
      code: 'engine-failed',
    });
  try {
    return await import('webgpu');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelCoreError(`the npm package webgpu could not be loaded: ${reason}`, {
      code: 'engine-failed',
      cause,
    });
  }
}
