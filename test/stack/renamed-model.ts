import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import type { ModelVersion } from '@beatwatch/contracts';

/** The shipped model under another name, as if it had been trained here. */
export async function renamedModel(registryDir: string, version: ModelVersion): Promise<void> {
  const folder = join(registryDir, version);
  await cp(wearableModelDirectory(), folder, { recursive: true });
  const file = join(folder, 'model.json');
  const text = await readFile(file, 'utf8');
  const { version: shipped } = JSON.parse(text) as { readonly version: string };
  await writeFile(file, text.replace(`"${shipped}"`, `"${version}"`));
}
