import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import process from 'node:process';
import { otherWork, type BusyProcess } from './other-work.ts';

/** What a figure was measured on, and what else that machine did just before. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  /** Short hash of the commit, with `+` where files differ from it. */
  readonly commit: string;
  /** Of the last 1, 5 and 15 minutes, before the benchmark began. */
  readonly loadAverages: readonly number[];
  /** Undefined where the system does not tell. */
  readonly otherWork?: readonly BusyProcess[];
}

export async function describeMachine(): Promise<Machine> {
  const loadAverages = loadavg().map((load) => Number(load.toFixed(2)));
  const busy = await otherWork();
  return {
    cpu: cpus()[0]?.model ?? 'unknown processor',
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    commit: commit(),
    loadAverages,
    ...(busy !== undefined && { otherWork: busy }),
  };
}

/** One line for people. */
export function machineLine({ cpu, cores, memoryGib, node, commit, loadAverages }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGib} GiB, Node.js ${node}, commit ${commit}, load before ${loadAverages.join(' ')}`;
}

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}
