import { CliError } from '../errors.ts';
import type { ReplayResult } from './await-counts.ts';
import type { Recording } from './recording.ts';

/** What a replay came to, in a sentence, and the error that the command ends with. */
export interface ReplayVerdict {
  readonly text: string;
  readonly error?: CliError;
}

/** Counts that agree are no success where nothing was counted: then lead, rate or unit are wrong, or it is no ECG. */
export function replayVerdict(
  { beatsSent, agrees }: Pick<ReplayResult, 'beatsSent' | 'agrees'>,
  { name, lead, durationSeconds }: Pick<Recording, 'name' | 'lead' | 'durationSeconds'>,
): ReplayVerdict {
  if (!agrees) {
    return {
      text: 'The counts differ.',
      error: new CliError('the counts of beats sent, stored and scored differ', { code: 'counts-differ' }),
    };
  }
  if (beatsSent > 0) return { text: 'The counts agree.' };
  const minutes = (durationSeconds / 60).toFixed(1);
  return {
    text: 'No beat was found.',
    error: new CliError(
      `no beat was found in ${minutes} min of ${lead === undefined ? name : `lead ${lead}`}: check --lead, --rate and --unit`,
      { code: 'no-beats' },
    ),
  };
}
