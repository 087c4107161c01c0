import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const everyMs = 5000;

/**
 * Says every five seconds how much of a download lies in a folder.
 * @returns ends it
 */
export function reportGrowth(folder: string, megabytes: number, say: (progress: string) => void): () => void {
  const timer = setInterval(() => {
    say(progressOf(bytesIn(folder), megabytes));
  }, everyMs);
  return () => {
    clearInterval(timer);
  };
}

/** Such as `310 of 717 MB (43 %)`. */
export function progressOf(bytes: number, megabytes: number): string {
  const done = Math.min(Math.round(bytes / 1e6), megabytes);
  return `${done} of ${megabytes} MB (${Math.floor((100 * done) / megabytes)} %)`;
}

/** Bytes of all files in a folder and those below; files that vanish meanwhile count 0. */
function bytesIn(folder: string): number {
  let bytes = 0;
  for (const name of namesIn(folder)) {
    try {
      const path = join(folder, name);
      const found = statSync(path);
      bytes += found.isDirectory() ? bytesIn(path) : found.size;
    } catch {
      // pip has moved it.
    }
  }
  return bytes;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
