import { readdir, readFile } from 'node:fs/promises';
import { processorTicks } from '@beatwatch/service-kit/process';

export interface ProcessUse {
  /** Processor time so far, user and system. */
  readonly cpuSeconds: number;
  readonly residentMib: number;
  /** Open file descriptors: files, sockets and pipes. */
  readonly handles: number;
}

/** Linux counts processor time in hundredths of a second (proc(5), sysconf _SC_CLK_TCK). */
export const ticksPerSecond = 100;

/** What one process has used, from /proc: Linux only. */
export async function processUse(pid: number): Promise<ProcessUse> {
  const [ticks = Number.NaN, status, handles] = await Promise.all([
    processorTicks(pid),
    readFile(`/proc/${pid}/status`, 'utf8'),
    readdir(`/proc/${pid}/fd`),
  ]);
  const residentKib = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
  return { cpuSeconds: ticks / ticksPerSecond, residentMib: residentKib / 1024, handles: handles.length };
}
