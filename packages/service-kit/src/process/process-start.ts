import { readFile } from 'node:fs/promises';
import { runCommand } from './run-command.ts';

const limitMs = 5000;

/** Fields of `/proc/PID/stat` after the name, which may hold blanks: proc_pid_stat(5), from field 3 on. */
async function statOf(pid: number): Promise<readonly string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/**
 * When a process started, as a text that no other process of this number has: numbers are used again.
 * @returns undefined where there is no such process, or the system does not say (Windows)
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  try {
    // Ticks since the machine was started, hence with the id of that start.
    const [fields, boot] = await Promise.all([
      statOf(pid),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    return `${boot.trim()}/${fields[19] ?? ''}`;
  } catch {
    if (process.platform === 'linux') return undefined;
    const { output } = await runCommand('ps', ['-o', 'lstart=', '-p', String(pid)], { limitMs });
    return output.trim() === '' ? undefined : output.trim();
  }
}

/** Processor time that a process has used, in ticks of its system; undefined where the system does not say. */
export async function processorTicks(pid: number): Promise<number | undefined> {
  try {
    const fields = await statOf(pid);
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return undefined;
  }
}
