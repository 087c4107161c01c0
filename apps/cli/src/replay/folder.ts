import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { readRecording, type EcgRecording } from '@beatwatch/recordings';
import { CliError } from '../errors.ts';

const standaloneExtensions = new Set(['.csv', '.tsv', '.mat', '.edf']);

/**
 * Reads every recording of a folder, in the order of their names: WFDB headers, and other files without one.
 * @throws CliError (`usage`) where the folder holds no recording; RecordingError naming file and place of a fault
 */
export async function readFolder(folder: string): Promise<EcgRecording[]> {
  const names = (await readdir(folder)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const stems = new Set(names.filter((name) => name.endsWith('.hea')).map((name) => name.slice(0, -4)));
  const recordings = names.filter((name) => {
    const extension = extname(name).toLowerCase();
    return (
      extension === '.hea' ||
      (standaloneExtensions.has(extension) && !stems.has(name.slice(0, -extension.length)))
    );
  });
  if (recordings.length === 0) {
    throw new CliError(
      { file: folder, field: 'recordings', found: 0, expected: 'files .hea, .csv, .tsv, .mat or .edf' },
      {
        code: 'usage',
      },
    );
  }
  return Promise.all(recordings.map((name) => readRecording(join(folder, name))));
}
