import process from 'node:process';
import type { Recording } from './recordings.ts';

/** R peaks and cost of one contender on one recording. */
export interface Run {
  /** Sample numbers, ascending. */
  readonly peaks: readonly number[];
  /** Processor time of all its threads, garbage collection included, independent of the load of the machine. */
  readonly cpuSeconds: number;
}

/** R-peak detector under comparison. */
export interface Contender {
  readonly name: string;
  readonly isPeer: boolean;
  run(recording: Recording): Promise<Run>;
  close(): void;
}

/** Processor seconds of this process since `before`. */
export function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
