import { existsSync, readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What became of the tests of one file. */
export interface FileOutcome {
  /** From the root of the repository. */
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** A line for each failed test, or for the file itself. */
  readonly failures: readonly string[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Reads what vitest's JSON reporter has written, a file each.
 * @param report its path; a run that ended without it counts as one failure of nothing that could be run again
 */
export function outcomesIn(report: string): readonly FileOutcome[] {
  if (!existsSync(report)) {
    const failures = [`no report in ${basename(report)}`];
    return [{ file: '', passed: 0, failed: 1, skipped: 0, failures }];
  }
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    readonly testResults: readonly ReportedFile[];
  };
  return testResults.map(outcomeOf);
}

interface ReportedFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages: readonly string[] | null;
  }[];
}

/** A file whose set-up failed has no failed test, yet a message. */
function outcomeOf({ name, status, message, assertionResults: tests }: ReportedFile): FileOutcome {
  const file = relative(root, name);
  const count = (...of: readonly string[]): number => tests.filter((test) => of.includes(test.status)).length;
  const failures = tests
    .filter((test) => test.status === 'failed')
    .map((test) => `${file}: ${test.fullName}: ${firstLine(test.failureMessages?.[0] ?? 'no message')}`);
  if (failures.length === 0 && status === 'failed') failures.push(`${file}: ${firstLine(message)}`);
  const passed = count('passed');
  return {
    file,
    passed,
    failed: failures.length,
    skipped: tests.length - passed - count('failed'),
    failures,
  };
}

/** Of a test that took too long vitest reports a stack that begins with a placeholder. */
function firstLine(text: string): string {
  const [first = ''] = text.split('\n', 1);
  return first === 'Error: STACK_TRACE_ERROR' ? 'took longer than its limit' : first;
}
