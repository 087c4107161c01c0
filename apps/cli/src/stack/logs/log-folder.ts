import { join } from 'node:path';

export function logFolderOf(dataDir: string): string {
  return join(dataDir, 'logs');
}

/** The log of a part of the stack. */
export function logPathOf(dataDir: string, part: string): string {
  return join(logFolderOf(dataDir), `${part}.log`);
}
