// `npm test`: states what is missing for the tests, runs all of them, and ends with one line of totals.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { prepareTests } from './stack/prepare.ts';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const isCi = process.env['CI'] === 'true';

for (const line of await prepareTests()) console.log(line);

const folder = mkdtempSync(join(tmpdir(), 'beatwatch-test-'));
const reportFile = join(folder, 'report.json');
const { status } = spawnSync(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile=${reportFile}`],
  { cwd: root, stdio: 'inherit' },
);
const { passed, failed, skipped } = totals(reportFile);
rmSync(folder, { recursive: true });

if (isCi && skipped > 0)
  console.log('In CI a skipped test is a failure: a program, a file or an engine is missing.');
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(status === 0 && failed === 0 && passed > 0 && !(isCi && skipped > 0) ? 0 : 1);

/** A run that ends without its report counts as one failure. */
function totals(file: string): { passed: number; failed: number; skipped: number } {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
