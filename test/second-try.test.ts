import { describe, expect, it } from 'vitest';
import type { FileOutcome } from './run-report.ts';
import { afterSecondTry, filesToTryAgain } from './second-try.ts';

const good = (file: string): FileOutcome => ({ file, passed: 2, failed: 0, skipped: 0, failures: [] });
const bad = (file: string): FileOutcome => ({
  file,
  passed: 1,
  failed: 1,
  skipped: 0,
  failures: [`${file}: a test: failed`],
});

describe('files that are run once more', () => {
  it('are those that failed and share the machine with other processes', () => {
    const files = [good('a.int.test.ts'), bad('b.int.test.ts'), bad('c.slow.test.ts'), good('d.test.ts')];
    expect(filesToTryAgain(files)).toEqual(['b.int.test.ts', 'c.slow.test.ts']);
  });

  it.each([
    ['a test that only computes', [bad('a.int.test.ts'), bad('b.test.ts')]],
    ['too many', ['a', 'b', 'c', 'd'].map((name) => bad(`${name}.int.test.ts`))],
    ['a run without a report', [bad('')]],
  ])('are none where there failed %s', (_what, files) => {
    expect(filesToTryAgain(files)).toEqual([]);
  });
});

describe('a second try', () => {
  const first = [good('a.int.test.ts'), bad('b.int.test.ts'), bad('c.int.test.ts')];

  it('that is good counts, and the first failure is told as unsteady', () => {
    expect(afterSecondTry(first, [good('b.int.test.ts'), good('c.int.test.ts')])).toEqual({
      files: first.map(({ file }) => good(file)),
      unsteady: ['b.int.test.ts: a test: failed', 'c.int.test.ts: a test: failed'],
    });
  });

  it('that fails again is a failure', () => {
    expect(afterSecondTry(first, [good('b.int.test.ts'), bad('c.int.test.ts')])).toEqual({
      files: [good('a.int.test.ts'), good('b.int.test.ts'), bad('c.int.test.ts')],
      unsteady: ['b.int.test.ts: a test: failed'],
    });
  });

  it('that ended without results leaves the first ones', () => {
    expect(afterSecondTry(first, [bad('')])).toEqual({ files: first, unsteady: [] });
  });
});
