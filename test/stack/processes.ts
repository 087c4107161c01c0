import { readdir, readFile } from 'node:fs/promises';

export interface ProcessUse {
  /** Processor time so far, user and system. */
  readonly cpuSeconds: number;
  readonly residentMib: number;
  /** Open file descriptors: files, sockets and pipes. */
  readonly handles: number;
}

/** Linux counts processor time in hundredths of a second (proc(5), sysconf _SC_CLK_TCK). */
const ticksPerSecond = 100;

/** What one process has used, from /proc: Linux only. */
export async function processUse(pid: number): Promise<ProcessUse> {
  const [stat, status, handles] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
    readdir(`/proc/${pid}/fd`),
  ]);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const residentKib = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
  return { cpuSeconds: ticks / ticksPerSecond, residentMib: residentKib / 1024, handles: handles.length };
}
