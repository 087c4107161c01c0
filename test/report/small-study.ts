import type { TestContext } from 'vitest';

export interface StudyReport {
  readonly html: string;
  /** Numbers that the study gave back, in the form in which the report has to carry them for these figures. */
  readonly numbers: Readonly<Record<string, object>>;
}

export interface SmallStudy {
  readonly name: string;
  /** Runs the study at so small a scale that it takes seconds. */
  readonly run: (context: Pick<TestContext, 'skip'>) => Promise<StudyReport>;
  /** Kind by id of every figure that the report has to show. */
  readonly figures: Readonly<Record<string, string>>;
  readonly tables: readonly string[];
}
