// `npm test`: lists what the tests need and this machine lacks, runs all of them, and ends with one line of totals.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { prepareTests } from './stack/prepare.ts';

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** A line for each failed test or file, so that the end of a log tells them. */
  readonly failures: readonly string[];
  readonly isGood: boolean;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const isCi = process.env['CI'] === 'true';
const reports = mkdtempSync(join(tmpdir(), 'beatwatch-test-'));

for (const line of await prepareTests()) console.log(line);

// One after the other: a stack that shares the cores loses live data, which the system tests rightly count as an alarm.
// A lower priority for the rest would not help, since Linux balances sessions, not processes.
// What only computes runs beside them in CI, on what they leave: mostly they wait.
const computing = ['engines', 'simulation'];
const rest = await run('rest', ['unit', 'integration', ...(isCi ? [] : computing)]);
const outcomes = [
  rest,
  ...(await Promise.all([
    run('system', ['system']),
    ...(isCi ? [run('computing', computing, '.ci/idly')] : []),
  ])),
];
rmSync(reports, { recursive: true });

const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
  outcomes.reduce((total, outcome) => total + outcome[key], 0);
const skippedInCi = isCi && sum('skipped') > 0;
if (skippedInCi) console.log('In CI a skipped test is a failure: a program, a file or an engine is missing.');
for (const failure of outcomes.flatMap(({ failures }) => failures)) console.log(`failed: ${failure}`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(outcomes.every(({ isGood }) => isGood) && !skippedInCi ? 0 : 1);

/**
 * Runs projects of `vitest.config.ts`.
 * @param through a program that runs vitest, before its name
 */
async function run(name: string, projects: readonly string[], through?: string): Promise<Outcome> {
  const report = join(reports, `${name}.json`);
  const args = projects.flatMap((project) => ['--project', project]);
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
  const totals = totalsIn(report);
  return { ...totals, isGood: code === 0 && totals.failed === 0 && totals.passed > 0 };
}

/** A run that ends without its report counts as one failure. */
function totalsIn(report: string): Omit<Outcome, 'isGood'> {
  if (!existsSync(report))
    return { passed: 0, failed: 1, skipped: 0, failures: [`no report in ${basename(report)}`] };
  const result = JSON.parse(readFileSync(report, 'utf8')) as {
    readonly numPassedTests: number;
    readonly numFailedTests: number;
    readonly numPendingTests: number;
    readonly numTodoTests: number;
    readonly testResults: readonly FileResult[];
  };
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests,
    skipped: result.numPendingTests + result.numTodoTests,
    failures: result.testResults.flatMap(failuresOf),
  };
}

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages: readonly string[];
  }[];
}

/** A file whose set-up failed has no failed test, yet a message. */
function failuresOf({ name, status, message, assertionResults }: FileResult): string[] {
  const file = relative(root, name);
  const failed = assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => `${file}: ${test.fullName}: ${firstLine(test.failureMessages[0] ?? 'no message')}`);
  return failed.length > 0 || status !== 'failed' ? failed : [`${file}: ${firstLine(message)}`];
}

/** Of a test that took too long vitest reports a stack that begins with a placeholder. */
function firstLine(text: string): string {
  const [first = ''] = text.split('\n', 1);
  return first === 'Error: STACK_TRACE_ERROR' ? 'took longer than its limit' : first;
}
