import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, runCommand } from '@beatwatch/service-kit/process';

export interface RunningBroker {
  readonly pid: number;
  /** Process that started it and stops it. */
  readonly ownerPid: number;
  readonly port: number;
}

const fileIn = (dataDir: string): string => join(dataDir, 'broker.pid');

export async function writePidFile(dataDir: string, broker: RunningBroker): Promise<void> {
  await writeFile(fileIn(dataDir), JSON.stringify(broker));
}

export async function removePidFile(dataDir: string): Promise<void> {
  await rm(fileIn(dataDir), { force: true });
}

/** The broker that runs on this folder's data; undefined without one, or where the file is of a dead process. */
export async function findRunningBroker(dataDir: string): Promise<RunningBroker | undefined> {
  const broker = await readPidFile(dataDir);
  if (broker === undefined || !isAlive(broker.pid)) return undefined;
  // Another program may have the id by now.
  return (await commandLineOf(broker.pid)).includes('kafka.Kafka') ? broker : undefined;
}

async function readPidFile(dataDir: string): Promise<RunningBroker | undefined> {
  try {
    const found = JSON.parse(await readFile(fileIn(dataDir), 'utf8')) as Partial<RunningBroker>;
    const { pid, ownerPid, port } = found;
    if (typeof pid !== 'number' || typeof ownerPid !== 'number' || typeof port !== 'number') return undefined;
    return { pid, ownerPid, port };
  } catch {
    return undefined;
  }
}

async function commandLineOf(pid: number): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return (await runCommand('ps', ['-o', 'command=', '-p', String(pid)], { limitMs: 5000 })).output;
  }
}
