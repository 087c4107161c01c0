import process from 'node:process';
import type { Recording } from './recordings.ts';

/** What a contender found in one recording. */
export interface Run {
  /** Sample numbers, ascending. */
  readonly peaks: readonly number[];
  /** Processor time of all its threads, the collector's included: what else runs on the machine does not count. */
  readonly cpuSeconds: number;
}

/** Someone who finds R peaks. */
export interface Contender {
  readonly name: string;
  readonly isPeer: boolean;
  run(recording: Recording): Promise<Run>;
  close(): void;
}

/** Processor seconds that this process used since. */
export function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
