import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Writes a report or another result, into a folder that is made where it is missing. @returns the absolute path */
export async function writeResultFile(path: string, content: string | Uint8Array): Promise<string> {
  const file = resolve(path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}
