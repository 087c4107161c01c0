import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { benchmarks } from './benchmarks.ts';
import type { Machine } from './machine.ts';

/** One benchmark of a whole run: its report, or why it has none. */
interface Entry {
  readonly name: string;
  readonly minutes: number;
  readonly report?: unknown;
  readonly error?: string;
}

/**
 * Runs every benchmark one after the other, each in a process of its own so that none has another's memory, and writes one file.
 * @returns how many failed
 */
export async function runAll(machine: Machine, file: string): Promise<number> {
  const entries: Entry[] = [];
  for (const name of Object.keys(benchmarks)) {
    console.error(`${name} ...`);
    const startedMs = performance.now();
    const outcome = await runOne(name);
    entries.push({
      name,
      minutes: Number(((performance.now() - startedMs) / 60_000).toFixed(1)),
      ...outcome,
    });
    console.error(`${name}: ${outcome.error ?? 'done'}, ${entries.at(-1)?.minutes ?? 0} min`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ machine, benchmarks: entries }, undefined, 2) + '\n');
  }
  return entries.filter(({ error }) => error !== undefined).length;
}

async function runOne(name: string): Promise<Pick<Entry, 'report' | 'error'>> {
  const entry = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, entry, name, '--json', '--anyway'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const printed = await text(child.stdout);
  const code = await ended;
  if (code !== 0) return { error: `ended with ${String(code)}` };
  try {
    return { report: JSON.parse(printed) as unknown };
  } catch {
    return { error: `printed no JSON: ${printed.slice(0, 200)}` };
  }
}
