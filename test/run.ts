// `npm test`: lists what the tests need and this machine lacks, runs all of them, and ends with one line of totals.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { outcomesIn, type FileOutcome } from './run-report.ts';
import { afterSecondTry, filesToTryAgain, type AfterSecondTry } from './second-try.ts';
import { prepareTests } from './stack/prepare.ts';

interface Run {
  readonly files: readonly FileOutcome[];
  /** Nothing went wrong that its files do not tell. */
  readonly isTold: boolean;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const isCi = process.env['CI'] === 'true';
const reports = mkdtempSync(join(tmpdir(), 'beatwatch-test-'));

for (const line of await prepareTests()) console.log(line);

// One after the other: a stack that shares the cores loses live data, which the system tests rightly count as an alarm.
// A lower priority for the rest would not help, since Linux balances sessions, not processes.
// What only computes runs beside them in CI, on what they leave: mostly they wait.
const background = ['computing', 'simulation'];
const rest = await run('rest', projects('unit', 'integration', ...(isCi ? [] : background)));
const runs = [
  rest,
  ...(await Promise.all([
    run('system', projects('system')),
    ...(isCi ? [run('background', projects(...background), '.ci/idly')] : []),
  ])),
];
const { files, unsteady } = await withSecondTry(runs.flatMap((done) => done.files));
rmSync(reports, { recursive: true });

const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
  files.reduce((total, outcome) => total + outcome[key], 0);
const skippedInCi = isCi && sum('skipped') > 0;
if (skippedInCi) console.log('In CI a skipped test is a failure: a program, a file or an engine is missing.');
for (const failure of unsteady) console.log(`unsteady, passed alone: ${failure}`);
for (const failure of files.flatMap(({ failures }) => failures)) console.log(`failed: ${failure}`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(runs.every(({ isTold }) => isTold) && sum('failed') === 0 && !skippedInCi ? 0 : 1);

function projects(...names: readonly string[]): readonly string[] {
  return names.flatMap((project) => ['--project', project]);
}

/**
 * Runs vitest.
 * @param through a program that runs it, before its name
 */
async function run(name: string, args: readonly string[], through?: string): Promise<Run> {
  const report = join(reports, `${name}.json`);
  const child = spawn(
    through ?? 'vitest',
    [
      ...(through === undefined ? [] : ['vitest']),
      'run',
      ...args,
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${report}`,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const outcomes = outcomesIn(report);
  const hasFailures = outcomes.some(({ failures }) => failures.length > 0);
  const hasPassed = outcomes.some(({ passed }) => passed > 0);
  return { files: outcomes, isTold: hasPassed && (code === 0) !== hasFailures };
}

async function withSecondTry(first: readonly FileOutcome[]): Promise<AfterSecondTry> {
  const again = filesToTryAgain(first);
  if (again.length === 0) return { files: first, unsteady: [] };
  console.log(`Once more, alone: ${again.join(', ')}`);
  const second = await run('again', [...again, '--no-file-parallelism']);
  return afterSecondTry(first, second.isTold ? second.files : []);
}
