import process from 'node:process';

export const models = ['lstm', 'wearable', 'dense'] as const;
export const tasks = ['score', 'training step'] as const;

export interface Job {
  /**
   * `lstm`: the seed model's autoencoder, on beats. `wearable`: the scorer's, on beats of 88 samples. `dense`:
   * 784-512-128-3-128-512-784, on images.
   */
  readonly model: (typeof models)[number];
  readonly task: (typeof tasks)[number];
  readonly batch: number;
}

/** Time of one run of a job. */
export interface Duration {
  readonly ms: number;
  /** CPU time over all cores; meaningful on a busy machine, too. */
  readonly cpuMs: number;
}

/** An engine under comparison. */
export interface Contender {
  readonly name: string;
  readonly threads: number;
  readonly isPeer: boolean;
  /** Whether it supports the job. */
  takes(job: Job): boolean;
  /** Repeats the job for at least `minimumMs`, at least once. */
  run(job: Job, minimumMs: number): Promise<Duration[]>;
  close(): Promise<void>;
}

/** Repeats `once` for at least `minimumMs`, at least once. */
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
