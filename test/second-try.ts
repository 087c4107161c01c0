import type { FileOutcome } from './run-report.ts';

/** Where more files fail, it is not by chance. */
const mostFiles = 3;

/**
 * Files that are run once more, alone: their tests share the machine with processes, a broker, a database or a browser, and
 * what failed once may be a race. All others only compute, and would fail again.
 * @returns none where a second try of them cannot make the whole run good
 */
export function filesToTryAgain(files: readonly FileOutcome[]): readonly string[] {
  const failed = files.filter(({ failures }) => failures.length > 0).map(({ file }) => file);
  const canBeRaces = failed.every((file) => /\.(int|slow)\.test\.ts$/.test(file));
  return canBeRaces && failed.length <= mostFiles ? failed : [];
}

export interface AfterSecondTry {
  /** With the results of the second try in place of the first ones. */
  readonly files: readonly FileOutcome[];
  /** Failures of the first try that the second did not have: something to mend, though the run is good. */
  readonly unsteady: readonly string[];
}

/** @param again outcomes of the second try; a file without one keeps its first result */
export function afterSecondTry(first: readonly FileOutcome[], again: readonly FileOutcome[]): AfterSecondTry {
  const second = new Map(again.map((outcome) => [outcome.file, outcome]));
  const files = first.map((outcome) => second.get(outcome.file) ?? outcome);
  const isSteadyFailure = new Set(
    files.filter(({ failures }) => failures.length > 0).map(({ file }) => file),
  );
  const unsteady = first
    .filter(({ file }) => second.has(file) && !isSteadyFailure.has(file))
    .flatMap(({ failures }) => failures);
  return { files, unsteady };
}
