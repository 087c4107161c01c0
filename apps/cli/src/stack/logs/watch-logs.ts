import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isFormerLog, rotateLog, type LogLimits } from './rotate-log.ts';

export interface LogWatchOptions {
  /** Every log in it is watched, of whichever part. */
  readonly folder: string;
  readonly limits: LogLimits;
  /** Interval of the measurements, milliseconds. Default 1000. */
  readonly everyMs?: number;
  /** Called with the reason for which a log could not be kept within its limits, once for each reason. */
  readonly onFailure: (reason: string) => void;
}

export interface LogWatch {
  stop(): Promise<void>;
}

/**
 * Keeps the logs of all parts within their limits for as long as it runs, from the first measurement to one at its end.
 * @returns what ends it
 */
export async function watchLogs(options: LogWatchOptions): Promise<LogWatch> {
  const { folder, limits, everyMs = 1000, onFailure } = options;
  const reported = new Set<string>();
  const keepWithinLimits = async (path: string): Promise<void> => {
    try {
      await rotateLog(path, limits);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!reported.has(reason)) onFailure(reason);
      reported.add(reason);
    }
  };
  const measure = async (): Promise<void> => {
    for (const path of await logsIn(folder)) await keepWithinLimits(path);
  };
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let measured = Promise.resolve();
  const look = (): Promise<void> => {
    measured = measure().then(() => {
      if (!stopped) timer = setTimeout(() => void look(), everyMs).unref();
    });
    return measured;
  };
  await look();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await measured;
      await measure();
    },
  };
}

async function logsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.log') && !isFormerLog(name))
    .map((name) => join(folder, name));
}
