import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { BeatwatchError } from '@beatwatch/contracts';
import { leadOf, readRecording } from '@beatwatch/recordings';
import type { EcgLead } from '@beatwatch/contracts';
import { CliError } from '../errors.ts';

const standaloneExtensions = new Set(['.csv', '.tsv', '.mat', '.edf']);

/** One lead of a recording. */
interface PlayedRecording {
  readonly name: string;
  readonly lead: EcgLead;
}

/** The recordings of a folder that can be played, and sentences on the others. */
export interface PlayedFolder {
  readonly recordings: readonly PlayedRecording[];
  readonly notes: readonly string[];
}

/**
 * Reads the first ECG of every recording of a folder, in the order of their names: WFDB headers, and other files without one.
 * One that cannot be read is named and takes no other along.
 * @throws CliError (`usage`) where the folder holds no recording; what the first one threw where none can be read
 */
export async function readFolder(folder: string): Promise<PlayedFolder> {
  const names = (await readdir(folder)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const stems = new Set(names.filter((name) => name.endsWith('.hea')).map((name) => name.slice(0, -4)));
  const files = names.filter((name) => {
    const extension = extname(name).toLowerCase();
    return (
      extension === '.hea' ||
      (standaloneExtensions.has(extension) && !stems.has(name.slice(0, -extension.length)))
    );
  });
  if (files.length === 0) {
    throw new CliError(
      { file: folder, field: 'recordings', found: 0, expected: 'files .hea, .csv, .tsv, .mat or .edf' },
      { code: 'usage' },
    );
  }
  const recordings: PlayedRecording[] = [];
  const notes: string[] = [];
  let first: unknown;
  for (const file of files) {
    try {
      const recording = await readRecording(join(folder, file));
      recordings.push({ name: recording.name, lead: leadOf(recording) });
      notes.push(...recording.notes.map((note) => `${file}: ${note}`));
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      first ??= error;
      notes.push(`left out ${file}: ${error.message}`);
    }
  }
  if (recordings.length === 0) throw first;
  return { recordings, notes };
}

/** The file's fault or the file system's, not ours. */
const isUnreadable = (error: unknown): error is Error =>
  error instanceof BeatwatchError || (error instanceof Error && 'code' in error);
