import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { vi } from 'vitest';

/** Where Chromium brings a Vulkan that runs on processors (SwiftShader), and the loader for it. */
const folders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
const [driver, loader] = ['vk_swiftshader_icd.json', 'libvulkan.so.1'];

/** A library stays loaded after Node.js, which finds no module in it, has closed it: glibc's <dlfcn.h>. */
const noDelete = 0x1000;

const folder = folders.find((path) => [driver, loader].every((file) => existsSync(join(path, file))));

/** Why tests of WebGPU are skipped, and how to run them; undefined where there is a software device. */
export const softwareDeviceMissing =
  folder === undefined ? 'no software Vulkan: install chromium (Debian), which brings one' : undefined;

/** Makes Chromium's software device the one that Dawn finds in this process, instead of a GPU. */
export function useSoftwareDevice(): void {
  if (folder === undefined) return;
  vi.stubEnv('VK_ICD_FILENAMES', join(folder, driver));
  vi.stubEnv('VK_DRIVER_FILES', join(folder, driver));
  vi.stubEnv('XDG_RUNTIME_DIR', process.env['XDG_RUNTIME_DIR'] ?? '/tmp');
  try {
    // Dawn looks for the loader by its name alone, and finds one that is in memory.
    process.dlopen({ exports: {} }, join(folder, loader), constants.dlopen.RTLD_LAZY | noDelete);
  } catch {
    // It is no module, which is expected: it has been loaded all the same.
  }
}
