import { statfs } from 'node:fs/promises';
import { pause } from '@beatwatch/service-kit';
import type { DiskLevel } from '@beatwatch/ingest';
import { diskLevel, type DiskSpace } from './disk-level.ts';

export interface DiskWatchOptions {
  readonly measure: () => Promise<DiskSpace>;
  /** Called with every change of the level. */
  readonly onLevel: (level: DiskLevel, space: DiskSpace) => void;
  /** Default 1000. */
  readonly everyMs?: number;
}

export interface DiskWatch {
  readonly level: DiskLevel;
  /** Resolves while the disk is not full: what writes cannot run before. */
  untilNotFull(signal: AbortSignal): Promise<void>;
  stop(): void;
}

/** Space of the file system that holds a folder. */
export async function spaceOf(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** Watches how much room a disk has. A measurement that fails changes nothing. */
export async function watchDisk({ measure, onLevel, everyMs = 1000 }: DiskWatchOptions): Promise<DiskWatch> {
  let level: DiskLevel = 'enough';
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    try {
      const space = await measure();
      const now = diskLevel(space, level);
      if (now !== level && !stopped) {
        level = now;
        onLevel(now, space);
      }
    } catch {
      // The folder is away for a moment, or the system does not say.
    }
    if (!stopped) {
      timer = setTimeout(() => void look(), everyMs);
      timer.unref();
    }
  }

  await look();
  return {
    get level() {
      return level;
    },
    async untilNotFull(signal) {
      while (level === 'full' && !signal.aborted) await pause(everyMs, signal);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
