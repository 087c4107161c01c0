import process from 'node:process';
import { createThreadedEngine, loadModel, type ScoringEngine } from '@beatwatch/model-core';
import { upperMedian } from '@beatwatch/statistics';
import type { MeasureJob } from './candidate.ts';
import { deviceOf } from './device-name.ts';
import { aurocStep, batchStep, goldenStep, outOfTime, type Finding, type Timing } from './finding.ts';
import { goldenError } from './golden-error.ts';
import { beatsFor, readTestBeats } from './test-beats.ts';

/** Beats that are scored together for the AUROC, the first time and at most. */
const [firstAurocBatch, aurocBatch] = [16, 256];

const job = JSON.parse(process.argv[2] ?? '') as MeasureJob;
// performance.now() counts from the start of the process, which loading libraries is a part of.
const endMs = job.seconds * 1000;
const leftMs = (): number => endMs - performance.now();

try {
  await measure();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function measure(): Promise<void> {
  const { engine: name, precision } = job;
  report({ kind: 'device', device: await deviceOf(name) });
  await step(goldenStep, async () => {
    const largestError = await goldenError((model) =>
      createThreadedEngine(model, { engine: name, precision }),
    );
    report({ kind: 'golden', largestError });
  });
  const engine = await createThreadedEngine(await loadModel(job.modelFolder), { engine: name, precision });
  const beats = job.testFile === undefined ? undefined : (await readTestBeats(job.testFile)).samples;
  if (beats !== undefined) await step(aurocStep, () => scoreTestBeats(engine, beats));
  let msPerBeat = 0;
  for (const [index, batch] of job.batches.entries()) {
    await step(batchStep(batch), async () => {
      // Larger batches are faster for each beat, so that this is the most that it takes: once to prepare, once to measure.
      if (2 * msPerBeat * batch > leftMs()) throw new Error(outOfTime);
      const share = Math.min(1000 * job.secondsEach, leftMs() / (job.batches.length - index));
      const timing = await rate(engine, beatsFor(batch, engine.sampleCount, beats), share);
      msPerBeat = timing.medianMs / batch;
      report({ kind: 'rate', ...timing });
    });
  }
}

async function step(name: string, run: () => Promise<void>): Promise<void> {
  try {
    if (leftMs() <= 0) throw new Error(outOfTime);
    await run();
  } catch (error) {
    report({ kind: 'left-out', step: name, reason: error instanceof Error ? error.message : String(error) });
  }
}

/** Takes half of the time that is left at most. */
async function scoreTestBeats(engine: ScoringEngine, beats: Float32Array): Promise<void> {
  const untilMs = performance.now() + leftMs() / 2;
  const { sampleCount } = engine;
  const losses: number[] = [];
  while (losses.length * sampleCount < beats.length && performance.now() < untilMs) {
    // A slow device has scored some when its time is over.
    const batch = Math.min(aurocBatch, Math.max(firstAurocBatch, losses.length));
    const some = beats.slice(losses.length * sampleCount, (losses.length + batch) * sampleCount);
    losses.push(...(await engine.score(some, some.length / sampleCount)).losses);
  }
  report({ kind: 'losses', losses });
}

async function rate(engine: ScoringEngine, beats: Float32Array, forMs: number): Promise<Timing> {
  const batch = beats.length / engine.sampleCount;
  const untilMs = performance.now() + forMs;
  const run = async (): Promise<number> => {
    const beforeMs = performance.now();
    await engine.score(beats, batch);
    return performance.now() - beforeMs;
  };
  const firstMs = await run();
  const durations: number[] = [];
  do {
    durations.push(await run());
  } while (performance.now() + (durations.at(-1) ?? 0) < untilMs);
  return { batch, firstMs, medianMs: upperMedian(durations) ?? Number.NaN, runs: durations.length };
}

function report(finding: Finding): void {
  process.stdout.write(`${JSON.stringify(finding)}\n`);
}
