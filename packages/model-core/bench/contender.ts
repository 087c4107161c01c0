import process from 'node:process';

export const tasks = ['score', 'training step'] as const;

export interface Job {
  /** The LSTM autoencoder of the seed model on beats, or 784-512-128-3 and back on images. */
  readonly model: 'lstm' | 'dense';
  readonly task: (typeof tasks)[number];
  readonly batch: number;
}

/** One time that a job was done. */
export interface Duration {
  readonly ms: number;
  /** What the process used of all its cores together; holds on a machine that is busy with other things too. */
  readonly cpuMs: number;
}

/** Someone who can do jobs. */
export interface Contender {
  readonly name: string;
  readonly threads: number;
  readonly isPeer: boolean;
  takes(job: Job): boolean;
  /** Does the job again and again, at least once, for that long. */
  run(job: Job, minimumMs: number): Promise<Duration[]>;
  close(): Promise<void>;
}

/** Calls `once` again and again, at least once, for that long. */
export async function timed(once: () => Promise<unknown>, minimumMs: number): Promise<Duration[]> {
  const durations: Duration[] = [];
  const startedMs = performance.now();
  while (durations.length === 0 || performance.now() - startedMs < minimumMs) {
    const cpuBefore = process.cpuUsage();
    const beforeMs = performance.now();
    await once();
    const ms = performance.now() - beforeMs;
    const { user, system } = process.cpuUsage(cpuBefore);
    durations.push({ ms, cpuMs: (user + system) / 1000 });
  }
  return durations;
}
