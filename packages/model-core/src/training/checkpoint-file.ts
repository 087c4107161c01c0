import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Parameters, Tensor } from '../autoencoders/parameters.ts';

/** What was saved last; undefined where nothing was yet. */
export async function readCheckpointFile(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces the file whole, so that a kill at any moment leaves a good one; creates its folder if missing. */
export async function replaceCheckpointFile(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, bytes);
  await rename(`${path}.new`, path);
}

/** Weights of several groups in one list, as `group/name`. */
export function joinedGroups(groups: Readonly<Record<string, Parameters>>): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const [group, parameters] of Object.entries(groups))
    for (const [name, tensor] of parameters) tensors.set(`${group}/${name}`, tensor);
  return tensors;
}

/** One group of what {@link joinedGroups} made. */
export function groupOf(all: Parameters, group: string): Parameters {
  const prefix = `${group}/`;
  return new Map(
    [...all].flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
    ),
  );
}
