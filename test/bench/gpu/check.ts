import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Machine } from '../machine.ts';
import type { Candidate } from './candidate.ts';
import { problemsOf, reportOf, type EngineReport, type GpuReport, type Reference } from './report.ts';
import { runCandidate } from './run-candidate.ts';

/** Kept for writing the report. */
const reserveSeconds = 2;

export interface CheckOptions {
  readonly candidates: readonly Candidate[];
  readonly machine: Machine;
  /** Version of the model that is scored with. */
  readonly model: string;
  readonly minutes: number;
  /** From when on they count, as `performance.now()` gives it. Default: now. */
  readonly startedMs?: number;
  /** Whether each beat of the test half is anomalous; undefined without its file. */
  readonly anomalous?: readonly boolean[];
  /** Called with what is known after each candidate, so that a machine that is taken away leaves a report. */
  readonly onProgress: (report: GpuReport) => Promise<void>;
}

/**
 * Measures one candidate after the other within the time: each has an equal share of what is left, and what it does not need is for the
 * others. One that fails, hangs or ends its process is reported with the reason, and the next one begins.
 */
export async function checkGpu(options: CheckOptions): Promise<GpuReport> {
  const { candidates, machine, model, minutes, anomalous } = options;
  const startedAt = new Date().toISOString();
  const { startedMs = performance.now() } = options;
  const secondsTaken = (): number => (performance.now() - startedMs) / 1000;
  const gpus = await nvidiaGpus();
  const engines: EngineReport[] = [];
  let reference: Reference | undefined = anomalous && { anomalous };
  const report = (): GpuReport => ({
    startedAt,
    machine,
    gpus,
    model,
    minutes,
    secondsTaken: secondsTaken(),
    engines,
    problems: problemsOf(candidates, engines),
  });
  for (const [index, candidate] of candidates.entries()) {
    const left = 60 * minutes - reserveSeconds - secondsTaken();
    const outcome = await runCandidate(candidate, Math.max(0, left / (candidates.length - index)));
    engines.push(reportOf(candidate, outcome, reference));
    if (candidate.name === 'onnx' && reference !== undefined) {
      const losses = outcome.findings.find(({ kind }) => kind === 'losses');
      if (losses?.kind === 'losses') reference = { ...reference, losses: losses.losses };
    }
    await options.onProgress(report());
  }
  return report();
}

/** One line for each GPU of NVIDIA; none without its driver. */
async function nvidiaGpus(): Promise<readonly string[]> {
  try {
    const { stdout } = await promisify(execFile)(
      'nvidia-smi',
      ['--query-gpu=name,driver_version,memory.total,compute_cap', '--format=csv,noheader'],
      { timeout: 10_000 },
    );
    return stdout.trim().split('\n');
  } catch {
    return [];
  }
}
