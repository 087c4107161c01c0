import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { outcomesIn } from './run-report.ts';

async function reportOf(content: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'run-report-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'rest.json');
  await writeFile(path, JSON.stringify(content));
  return path;
}

const test = (status: string, failureMessages: readonly string[] = []) => ({
  status,
  fullName: `a test that is ${status}`,
  failureMessages,
});

it('counts the tests of each file, with a line for each failure', async () => {
  const assertionResults = [
    test('passed'),
    test('failed', ['Error: 2 is not 1\n    at somewhere']),
    test('failed', ['Error: STACK_TRACE_ERROR\n']),
    test('skipped'),
    test('todo'),
  ];
  const name = resolve('test/a.int.test.ts');
  const report = await reportOf({ testResults: [{ name, status: 'failed', message: '', assertionResults }] });
  expect(outcomesIn(report)).toEqual([
    {
      file: 'test/a.int.test.ts',
      passed: 1,
      failed: 2,
      skipped: 2,
      failures: [
        'test/a.int.test.ts: a test that is failed: Error: 2 is not 1',
        'test/a.int.test.ts: a test that is failed: took longer than its limit',
      ],
    },
  ]);
});

it('counts a file that could not begin, and a run without a report, as a failure', async () => {
  const name = resolve('test/b.int.test.ts');
  const message = 'No broker\nat all';
  const report = await reportOf({ testResults: [{ name, status: 'failed', message, assertionResults: [] }] });
  expect(outcomesIn(report)).toMatchObject([{ failed: 1, failures: ['test/b.int.test.ts: No broker'] }]);
  expect(outcomesIn(`${report}.none`)).toMatchObject([{ file: '', failed: 1 }]);
});
