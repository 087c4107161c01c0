import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Parameters, Tensor } from '../autoencoders/parameters.ts';

/** Content of the checkpoint file; undefined if the file does not exist. */
export async function readCheckpointFile(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces the file atomically, so that a kill at any moment leaves a valid file; creates its folder if missing. */
export async function replaceCheckpointFile(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, bytes);
  await rename(`${path}.new`, path);
}

/** Joins several groups of weights under the names `group/name`. */
export function joinedGroups(groups: Readonly<Record<string, Parameters>>): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const [group, parameters] of Object.entries(groups))
    for (const [name, tensor] of parameters) tensors.set(`${group}/${name}`, tensor);
  return tensors;
}

/** Extracts one group from the result of {@link joinedGroups}. */
export function groupOf(all: Parameters, group: string): Parameters {
  const prefix = `${group}/`;
  return new Map(
    [...all].flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
    ),
  );
}
