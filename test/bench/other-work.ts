import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { processorTicks } from '@beatwatch/service-kit/process';
import { ticksPerSecond } from '../stack/processes.ts';

/** A process of others that takes processor time while nothing is being measured yet. */
export interface BusyProcess {
  readonly pid: number;
  readonly name: string;
  /** Of one core. */
  readonly cpuPercent: number;
}

/**
 * The processes that took more than `atLeastPercent` of one core during `forMs`, the busiest first. This process and those that
 * it was started by do not count. Linux only: elsewhere undefined, since no other system tells without a program of its own.
 */
export async function otherWork(
  forMs = 2000,
  atLeastPercent = 10,
): Promise<readonly BusyProcess[] | undefined> {
  const before = await ticksOfAll();
  if (before === undefined) return undefined;
  const startedMs = performance.now();
  await delay(forMs);
  const after = (await ticksOfAll()) ?? new Map<number, number>();
  const seconds = (performance.now() - startedMs) / 1000;
  const ours = await ancestry(process.pid);
  const busy = [...after]
    .filter(([pid]) => !ours.has(pid))
    .map(([pid, used]) => ({
      pid,
      cpuPercent: Math.round((100 * (used - (before.get(pid) ?? used))) / ticksPerSecond / seconds),
    }))
    .filter(({ cpuPercent }) => cpuPercent > atLeastPercent)
    .sort((a, b) => b.cpuPercent - a.cpuPercent);
  return Promise.all(busy.map(async (one) => ({ ...one, name: await nameOf(one.pid) })));
}

/** Processor time of every process so far, in ticks; a process that ends meanwhile is left out. */
async function ticksOfAll(): Promise<Map<number, number> | undefined> {
  let entries: readonly string[];
  try {
    entries = await readdir('/proc');
  } catch {
    return undefined;
  }
  const uses = new Map<number, number>();
  for (const entry of entries) {
    if (!/^\d+$/.test(entry)) continue;
    const ticks = await processorTicks(Number(entry));
    if (ticks !== undefined) uses.set(Number(entry), ticks);
  }
  return uses;
}

async function ancestry(pid: number): Promise<ReadonlySet<number>> {
  const pids = new Set<number>();
  for (let at = pid; at > 0 && !pids.has(at); at = await parentOf(at)) pids.add(at);
  return pids;
}

async function parentOf(pid: number): Promise<number> {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function nameOf(pid: number): Promise<string> {
  try {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').filter((word) => word !== '');
    const program = basename(words[0] ?? (await readFile(`/proc/${pid}/comm`, 'utf8')).trim());
    const script = words.slice(1).find((word) => word.includes('/') && !/^-|:\/\/|node_modules/.test(word));
    return script === undefined ? program : `${program} ${script}`;
  } catch {
    return 'ended meanwhile';
  }
}
