import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { bundleWorker } from './bundle.ts';
import { runSeeds } from './run-seeds.ts';
import type { Outcome } from './simulation.ts';
import type { SeedReply } from './worker.ts';

const usage = `usage: npm run simulate-faults -- [--seeds N] [--from S] [--seed S] [--trace] [--minutes M] [--json]

  --seeds N    number of seeds, 1,000 by default
  --from S     the first of them, 1 by default
  --seed S     this seed alone, twice: both have to come to the same hash
  --trace      prints everything that happens in it
  --minutes M  begins no further seed after M minutes
  --processes P  seeds that run at a time, by default one for each core
  --json       prints the sums as JSON`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    processes: { type: 'string', default: String(availableParallelism()) },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name}: found ${text}, expected a whole number\n\n${usage}`);
  process.exit(2);
}

if (values.help) {
  console.log(usage);
  process.exit(0);
}

const startedMs = performance.now();
const single = values.seed === undefined ? undefined : whole('seed', values.seed);
const from = single ?? whole('from', values.from);
const number = single === undefined ? whole('seeds', values.seeds) : 2;
const seeds =
  single === undefined ? Array.from({ length: number }, (_, index) => from + index) : [from, from];
const untilMs = values.minutes === undefined ? Infinity : startedMs + Number(values.minutes) * 60_000;

const sums: Record<string, number> = {};
const add = (name: string, count: number): void => {
  sums[name] = (sums[name] ?? 0) + count;
};
const failed: number[] = [];
const hashes = new Set<string>();
let done = 0;
let printedMs = startedMs;

function report(reply: SeedReply): boolean {
  done += 1;
  if ('error' in reply) {
    fail(reply.seed, [reply.error]);
    return false;
  }
  hashes.add(reply.hash);
  if (values.trace && done === 1) for (const line of reply.lines) console.log(line);
  count(reply);
  if (single !== undefined) describe(reply);
  if (reply.problems.length > 0) fail(reply.seed, reply.problems);
  if (!values.json && performance.now() - printedMs > 10_000) {
    printedMs = performance.now();
    console.log(`${done} of ${number} seeds, ${failed.length} failed, ${seconds(printedMs - startedMs)}`);
  }
  return false;
}

function count({ counts, faults }: Outcome): void {
  for (const [name, value] of Object.entries(counts)) {
    if (name === 'largest map') sums[name] = Math.max(sums[name] ?? 0, value);
    else add(name, value);
  }
  for (const { kind } of faults) add(`fault: ${kind}`, 1);
}

function describe({ seed, hash, patients, faults, counts }: Outcome): void {
  console.log(`seed ${seed}, hash ${hash}, patients ${patients.join(', ')}`);
  for (const { kind, atMs, forMs } of faults) {
    console.log(
      `  ${kind} at ${((atMs - faults[0]!.atMs) / 1000).toFixed(3)} s after the first, for ${forMs} ms`,
    );
  }
  console.log(
    `  ${Object.entries(counts)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
  );
}

function fail(seed: number, problems: readonly string[]): void {
  failed.push(seed);
  console.error(`seed ${seed} FAILED`);
  for (const problem of problems) console.error(`  ${problem}`);
  console.error(`  again, with all that happens: npm run simulate-faults -- --seed ${seed} --trace`);
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

const worker = await bundleWorker();
try {
  await runSeeds({
    worker,
    seeds,
    processes: single === undefined ? whole('processes', values.processes) : 1,
    keepsTrace: values.trace,
    untilMs,
    onReply: report,
  });
} finally {
  rmSync(worker, { force: true });
}

if (single !== undefined && hashes.size > 1) {
  failed.push(single);
  console.error(
    `seed ${single} came to ${hashes.size} hashes: something in it does not follow from the seed`,
  );
}
if (values.json) console.log(JSON.stringify({ seeds: done, from, failed, ...sums }));
else {
  for (const [name, value] of Object.entries(sums)) console.log(`${name.padEnd(24)} ${value}`);
  console.log(`${done} seeds, ${failed.length} failed, ${seconds(performance.now() - startedMs)}`);
}
process.exit(failed.length > 0 || done === 0 ? 1 : 0);
