import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** In a packed folder: the Vulkan loader, and an entry for NVIDIA's driver. Nothing is there in a repository. */
const folder = fileURLToPath(new URL('vulkan', import.meta.url));

/**
 * What a process needs in its environment to find the GPU by Vulkan on a machine that has NVIDIA's driver and nothing else, as in a
 * container: the loader that was packed, and the driver's entry for it.
 */
export function vulkanEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  if (!existsSync(folder)) return {};
  const isChosen = env['VK_ICD_FILENAMES'] !== undefined || env['VK_DRIVER_FILES'] !== undefined;
  return {
    LD_LIBRARY_PATH: [env['LD_LIBRARY_PATH'], folder].filter((path) => path !== undefined).join(':'),
    ...(!isChosen && { VK_ADD_DRIVER_FILES: `${folder}/nvidia_icd.json` }),
  };
}
