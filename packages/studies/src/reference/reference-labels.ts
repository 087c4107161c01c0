import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shown } from '@beatwatch/contracts';
import { StudyError } from '../errors.ts';

/** Labels of the PhysioNet/CinC Challenge 2017: normal rhythm, atrial fibrillation, other rhythm, too noisy. */
export const wearableLabels = ['N', 'A', 'O', '~'] as const;
export type WearableLabel = (typeof wearableLabels)[number];

const fileName = 'REFERENCE.csv';

/**
 * Reads the labels of a folder's recordings, `NAME,LABEL` a line.
 * @throws StudyError (`broken-file`) if the file is missing or a line is malformed
 */
export async function readReferenceLabels(folder: string): Promise<ReadonlyMap<string, WearableLabel>> {
  const text = await readFile(join(folder, fileName), 'utf8').catch((cause: unknown) => {
    throw new StudyError(
      { file: folder, field: fileName, expected: 'a file with NAME,LABEL of each recording' },
      { code: 'broken-file', cause, context: { folder } },
    );
  });
  const labels = new Map<string, WearableLabel>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [name = '', found = ''] = line.split(',').map((part) => part.trim());
    const label = wearableLabels.find((known) => known === found);
    if (name === '' || label === undefined) {
      throw new StudyError(
        {
          file: fileName,
          line: index + 1,
          found: shown(line),
          expected: `NAME,LABEL with one of ${wearableLabels.join(' ')}`,
        },
        { code: 'broken-file', context: { folder } },
      );
    }
    labels.set(name, label);
  }
  return labels;
}
