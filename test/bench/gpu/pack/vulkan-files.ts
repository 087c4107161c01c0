import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Where the loader may be here: the system's own, or Chromium's. */
const loaders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
].map((folder) => `${folder}/libvulkan.so.1`);

/**
 * What a machine may lack that has a GPU's driver: the Vulkan loader, where this machine has one, and an entry by which the loader finds
 * NVIDIA's driver (by its library that needs no X11). From where, and to where in the packed folder.
 */
export function vulkanFiles(): (readonly [string, string])[] {
  if (process.platform !== 'linux') return [];
  const loader = loaders.find((path) => existsSync(path));
  const folder = 'test/bench/gpu/vulkan';
  return [
    [fileURLToPath(new URL('nvidia_icd.json', import.meta.url)), `${folder}/nvidia_icd.json`],
    ...(loader === undefined ? [] : [[loader, `${folder}/libvulkan.so.1`] as const]),
  ];
}
