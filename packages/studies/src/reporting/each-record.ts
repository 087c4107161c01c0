import { BeatwatchError } from '@beatwatch/contracts';

/** A record that an evaluation had to leave out. */
export interface UnreadableRecord {
  readonly record: string;
  readonly reason: string;
}

/**
 * Judges records one after the other and goes on after those that cannot be read.
 * @throws what the first record threw if none could be judged
 */
export async function eachRecord<Outcome>(
  names: readonly string[],
  judge: (name: string, index: number) => Promise<Outcome>,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly unreadable: readonly UnreadableRecord[] }> {
  const outcomes: Outcome[] = [];
  const unreadable: UnreadableRecord[] = [];
  let first: Error | undefined;
  for (const [index, name] of names.entries()) {
    try {
      outcomes.push(await judge(name, index));
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      first ??= error;
      unreadable.push({ record: name, reason: error.message });
    }
  }
  if (outcomes.length === 0 && first !== undefined) throw first;
  return { outcomes, unreadable };
}

/** The record's fault or the file system's, not ours. */
const isUnreadable = (error: unknown): error is Error =>
  error instanceof BeatwatchError || (error instanceof Error && 'code' in error && error.code === 'ENOENT');
