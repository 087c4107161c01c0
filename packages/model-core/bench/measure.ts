import process from 'node:process';

export interface Measurement {
  readonly medianMs: number;
  readonly beatsPerSecond: number;
  readonly beatsPerCpuSecond: number;
}

/** Runs a job again and again, after one run that does not count. */
export async function measure(
  job: () => Promise<unknown>,
  beatsPerRun: number,
  minimumMs: number,
): Promise<Measurement> {
  await job();
  const durationsMs: number[] = [];
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  while (durationsMs.length < 3 || performance.now() - startedMs < minimumMs) {
    const beforeMs = performance.now();
    await job();
    durationsMs.push(performance.now() - beforeMs);
  }
  const cpu = process.cpuUsage(cpuBefore);
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  durationsMs.sort((a, b) => a - b);
  const medianMs = durationsMs[durationsMs.length >> 1] ?? Number.NaN;
  return {
    medianMs: rounded(medianMs),
    beatsPerSecond: rounded((1000 * beatsPerRun) / medianMs),
    beatsPerCpuSecond: rounded((beatsPerRun * durationsMs.length) / cpuSeconds),
  };
}

const rounded = (value: number): number => Math.round(10 * value) / 10;
