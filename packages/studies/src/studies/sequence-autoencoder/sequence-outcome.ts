import type { TaskOutcome } from './outcome.ts';
import type { SequenceStudySettings } from './settings.ts';

export interface SequenceOutcome {
  readonly settings: SequenceStudySettings;
  /** Normal windows by database. */
  readonly normalWindows: Readonly<Record<string, number>>;
  readonly tasks: readonly TaskOutcome[];
}
